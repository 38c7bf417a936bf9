namespace RegistryAnalytics.Synth;

/// <summary>Turns what happened into what senders tell: visits into messages, with history, mistakes, corrections and second files.</summary>
sealed class Reporting(World world, Flat flat, Tally tally)
{
    readonly Vxu vxu = new(world);
    readonly int from = world.Options.From.DayNumber;
    readonly int asOf = world.Options.AsOf.DayNumber;
    readonly List<Record> records = [];
    readonly Stack<Record> spare = new();
    readonly List<Order> orders = [], corrections = [];
    readonly List<int> copies = [];
    int doseSerial, controlSerial, lastStart;

    internal void Tell(Household home, Person person, Block block, Rng rng)
    {
        foreach (var record in records) spare.Push(record);
        records.Clear();
        (doseSerial, controlSerial) = (0, 0);
        copies.Clear();
        foreach (var _ in person.Doses) copies.Add(0);

        var refusals = 0;
        for (int i = 0, next; i < person.Doses.Count; i = next)
        {
            var (day, practice) = (person.Doses[i].Day, person.Doses[i].Practice);
            for (next = i; next < person.Doses.Count && person.Doses[next].Day == day && person.Doses[next].Practice == practice;) next++;
            if (practice < 0 || day < from || !world.Practices[practice].Reports) continue;
            Visit(home, person, i, next, ref refusals, block, rng);
        }
        for (; refusals < person.Refusals.Count; refusals++) RefusedOnly(home, person, person.Refusals[refusals], block, rng);
        MovedAway(home, person, block, rng);
        MergeSecondFiles(home, block, rng);
        tally.Count(home, person, copies, Truth.Person(block, world, home, person, copies, records));
    }

    void Visit(Household home, Person person, int first, int next, ref int refusals, Block block, Rng rng)
    {
        var dose = person.Doses[first];
        var site = world.Practices[dose.Practice];
        var told = dose.Day + Lag(site, rng);
        if (told > asOf) return;
        var isNew = false;
        var record = FileOn(home, person, world.Senders[site.Sender], told, ref isNew, rng);
        record.Refresh(told, rng);
        orders.Clear();
        corrections.Clear();
        for (var i = first; i < next; i++) Given(person, site, record, i, told, rng);
        for (; refusals < person.Refusals.Count && person.Refusals[refusals].Day <= told; refusals++)
            if (world.Practices[person.Refusals[refusals].Practice].Sender == site.Sender) orders.Add(Refused(person.Refusals[refusals]));
        if (isNew)
        {
            if (rng.Chance(record.Sender.EchoShare)) History(person, record, dose.Day, rng);
            foreach (var finding in person.Findings)
                if (finding.Day <= told && rng.Chance(0.85)) orders.Add(Found(finding, told, site.Index));
        }
        else if (record.Sender.ResendsHistory)
            for (var i = Math.Max(0, record.Sent.Count - 5); i < record.Sent.Count; i++)
                if (record.Sent[i].Action != 'D') orders.Add(record.Sent[i] with { Action = (byte)'A' });
        Send(home, record, told, site.Index, block, rng);
        if (rng.Chance(0.002)) Replay(record, block);
        if (corrections.Count == 0) return;
        var later = told + rng.Between(1, 25);
        if (later > asOf) return;
        orders.Clear();
        orders.AddRange(corrections);
        Send(home, record, later, site.Index, block, rng);
    }

    static int Lag(Practice site, Rng rng)
    {
        if (site.Kind == PracticeType.Hospital) return rng.Below(9);
        if (rng.Chance(0.55 + 0.4 * site.Quality)) return rng.Below(2);
        return rng.Chance(0.85) ? rng.Skewed((int)(20 + 220 * (1 - site.Quality))) : rng.Between(20, 400);
    }

    Record FileOn(Household home, Person person, Sender sender, int day, ref bool isNew, Rng rng)
    {
        Record? found = null;
        foreach (var record in records)
            if (record.Sender == sender && (found is null || rng.Chance(0.5))) found = record;
        if (found is not null && !(rng.Chance(sender.DuplicateShare) && records.Count < 14)) return found;
        isNew = true;
        found = spare.Count > 0 ? spare.Pop() : new Record();
        found.Open(home, person, sender, records.Count, day, rng);
        records.Add(found);
        return found;
    }

    void Given(Person person, Practice site, Record record, int index, int told, Rng rng)
    {
        var (dose, sender) = (person.Doses[index], record.Sender);
        var noLot = rng.Chance(0.01 + 0.05 * (1 - site.Quality));
        var coding = rng.Unit() is var x && x < sender.NdcOnlyShare ? Coding.Ndc : x < sender.NdcOnlyShare + sender.CptShare ? Coding.Cpt
            : x > 1 - 0.003 * (1.4 - site.Quality) ? Coding.Unknown : rng.Chance(sender.NdcShare) ? Coding.CvxAndNdc : Coding.Cvx;
        var order = new Order(doseSerial++, dose.Day, dose.Product, coding, Antigens.None, 0, (byte)'A', dose.Partial ? (byte)'P' : (byte)'C', dose.Practice, dose.Lot, noLot,
            0, -1, 0, index, rng.Chance(0.02 + 0.06 * (1 - site.Quality)));
        if (rng.Chance(0.003 * (1.5 - site.Quality)))
        {
            // A wrong product is entered, then deleted and entered anew under another id.
            var wrong = order with { Product = (short)rng.Below(Products.All.Length), Coding = Coding.Wrong, TrueDose = -1 };
            corrections.Add(wrong with { Action = (byte)'D' });
            corrections.Add(order with { Serial = doseSerial++ });
            order = wrong;
        }
        else if (rng.Chance(0.004 * (1.5 - site.Quality)))
        {
            // A wrong day is entered, then updated under the same id.
            corrections.Add(order with { Action = (byte)'U' });
            order = order with { Day = dose.Day - rng.Between(1, 3) };
        }
        else if (noLot && rng.Chance(0.3)) corrections.Add(order with { NoLot = false, Action = (byte)'U' });
        orders.Add(order);
    }

    static Order Refused(Refusal refusal) =>
        new(-1, refusal.Day, refusal.Product, Coding.Cvx, Antigens.None, 0, (byte)'A', (byte)'R', refusal.Practice, 0, true, refusal.Reason, -1, 0, -1, true);

    static Order Found(Finding finding, int day, int practice) =>
        new(-1, day, 0, Coding.Cvx, Antigens.None, 0, (byte)'A', (byte)'N', practice, 0, true, 0, (sbyte)finding.Kind, finding.Day, -1, true);

    /// <summary>The doses that the new practice learns of: from a card, a parent, another registry.</summary>
    void History(Person person, Record record, int before, Rng rng)
    {
        var source = rng.Pick(sources);
        for (var index = 0; index < person.Doses.Count; index++)
        {
            var dose = person.Doses[index];
            if (dose.Day >= before) break;
            if (dose.Practice >= 0 && dose.Day >= from && world.Practices[dose.Practice].Sender == record.Sender.Index && rng.Chance(0.9)) continue;
            if (orders.Count >= 40 || !rng.Chance(0.92)) continue;
            var product = Products.All[dose.Product];
            var day = Math.Max(person.Birth, rng.Unit() switch { < 0.84 => dose.Day, < 0.92 => dose.Day + rng.Between(-3, 3), < 0.96 => dose.Day - DateOnly.FromDayNumber(dose.Day).Day + 1, < 0.98 => DaysSwapped(dose.Day), _ => dose.Day + rng.Between(-31, 31) });
            day = Math.Min(day, before - 1);
            var order = new Order(doseSerial++, day, dose.Product, Coding.Cvx, Antigens.None, source, (byte)'A', (byte)'C', rng.Chance(0.3) ? dose.Practice : -1, 0, true, 0, -1, 0, index, true);
            var one = System.Numerics.BitOperations.PopCount((uint)product.Antigens) == 1;
            var x = rng.Unit();
            if (one) orders.Add(x < 0.12 && Products.Unspecified(product.Antigens).Cvx.Length > 0 ? order with { Coding = Coding.Unspecified } : x is >= 0.12 and < 0.125 ? order with { Product = Neighbor(dose.Product), Coding = Coding.Wrong } : order);
            else if (x < 0.09 && (product.Antigens & (Antigens.Mmr | Antigens.MenB)) == 0)
            {
                // A combination is told as its parts.
                doseSerial--;
                for (var bit = 1; bit <= (int)product.Antigens; bit <<= 1)
                    if (((int)product.Antigens & bit) != 0) orders.Add(order with { Serial = doseSerial++, Coding = Coding.Part, Part = (Antigens)bit });
            }
            else orders.Add(order);
        }
    }

    static readonly byte[] sources = [1, 1, 2, 2, 3, 5, 7, 8];

    static short Neighbor(short product) => (short)(product + 1 < Products.All.Length ? product + 1 : product - 1);

    static int DaysSwapped(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        return date.Day <= 12 ? new DateOnly(date.Year, date.Day, date.Month).DayNumber : day;
    }

    void RefusedOnly(Household home, Person person, Refusal refusal, Block block, Rng rng)
    {
        var site = world.Practices[refusal.Practice];
        var told = refusal.Day + Lag(site, rng);
        if (!site.Reports || refusal.Day < from || told > asOf || refusal.Day >= person.Death) return;
        var isNew = false;
        var record = FileOn(home, person, world.Senders[site.Sender], told, ref isNew, rng);
        orders.Clear();
        orders.Add(Refused(refusal));
        Send(home, record, told, site.Index, block, rng);
    }

    void Send(Household home, Record record, int day, int practice, Block block, Rng rng)
    {
        if (record.Sender.Kind == SenderKind.FlatFile)
        {
            flat.Rows(block, home, record, day, practice, orders);
            Book(block, record, day);
            return;
        }
        var status = home.LeftOn <= day ? (byte)'M' : (byte)0;
        var envelope = new Envelope(home, record, day, 28800 + rng.Below(30000), controlSerial++, practice, status);
        var to = block.Hl7[record.Sender.Index];
        if (rng.Chance(world.Options.MalformedShare))
        {
            var (kind, again) = (rng.Below(Malformed.Kinds.Length), day + 5 <= asOf && rng.Chance(0.7));
            var start = to.Length;
            Put(to, envelope, block);
            Malformed.Break(to, start, kind, record.Sender, rng);
            Truth.Broken(block, envelope, kind, again);
            if (!again) return;
            envelope = envelope with { Day = day + 5, Serial = controlSerial++ };
        }
        Put(to, envelope, block);
        Book(block, record, envelope.Day);
    }

    // The same bytes once more, as after a lost acknowledgement.
    void Replay(Record record, Block block)
    {
        if (record.Sender.Kind == SenderKind.FlatFile || !record.Written) return;
        var to = block.Hl7[record.Sender.Index];
        to.Put(to.From(lastStart).ToArray());
        to.Count++;
        block.Messages++;
    }

    void Put(ByteText to, in Envelope envelope, Block block)
    {
        lastStart = to.Length;
        vxu.Write(to, envelope, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(orders));
        to.Count++;
        block.Messages++;
    }

    // What was just sent has arrived: book it in the record and in the truth.
    void Book(Block block, Record record, int day)
    {
        if (!record.Written) Truth.Record(block, record, day);
        record.Written = true;
        foreach (var order in orders)
        {
            if (order.Serial < 0) continue;
            var known = record.Sent.FindIndex(sent => sent.Serial == order.Serial);
            if (known >= 0) record.Sent[known] = order;
            else
            {
                record.Sent.Add(order);
                if (order.TrueDose >= 0) copies[order.TrueDose]++;
            }
        }
    }

    // After a move some practices close their file: no dose, a status of inactive or gone elsewhere.
    void MovedAway(Household home, Person person, Block block, Rng rng)
    {
        if (home.MovedOn > asOf || person.Home == person.SecondHome || !rng.Chance(0.3)) return;
        var day = home.MovedOn + rng.Between(20, 300);
        var record = records.Find(record => record.Written && record.Sender.Index == world.Practices[person.Home].Sender && record.Since < home.MovedOn);
        if (record is null || day > asOf || record.Sender.Kind == SenderKind.FlatFile) return;
        orders.Clear();
        var envelope = new Envelope(home, record, day, 45000, controlSerial++, person.Home, rng.Chance(0.5) ? (byte)'I' : (byte)'M');
        Put(block.Hl7[record.Sender.Index], envelope, block);
    }

    void MergeSecondFiles(Household home, Block block, Rng rng)
    {
        for (var i = 1; i < records.Count; i++)
        {
            var (second, first) = (records[i], records.Find(record => record.Sender == records[i].Sender)!);
            if (first == second || !first.Written || !second.Written || second.Sender.Kind == SenderKind.FlatFile || !rng.Chance(0.4)) continue;
            var day = Math.Max(first.Since, second.Since) + rng.Between(10, 300);
            if (day > asOf) continue;
            var to = block.Hl7[first.Sender.Index];
            vxu.WriteMerge(to, new(home, first, day, 50000, controlSerial++, first.Person.Home, 0), second);
            to.Count++;
            block.Messages++;
            block.Merges++;
        }
    }
}
