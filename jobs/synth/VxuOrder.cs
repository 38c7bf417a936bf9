namespace RegistryAnalytics.Synth;

/// <summary>One order group: ORC, RXA, RXR and its OBX.</summary>
static class VxuOrder
{
    internal static void Write(ByteText to, World world, in Envelope envelope, in Order order)
    {
        var (record, sender) = (envelope.Record, envelope.Record.Sender);
        var given = order is { Source: 0, Completion: (byte)'C' or (byte)'P' };
        to.Put("ORC|RE||"u8);
        if (order.Serial < 0) to.Put("9999"u8);
        else Ids.Dose(to, record, order.Serial);
        to.Put("^"u8).Put(sender.Code).Put("|||||||"u8);
        if (given) Clinician(to, order.Practice, 1, sender);
        to.Put("||"u8);
        if (given) Clinician(to, order.Practice, 2, sender);
        to.Put("|||||"u8).Put(world.Practices[envelope.Practice].Id).Put("^"u8).Hl7(world.Practices[envelope.Practice].Name).Put("^HL70362"u8).Put(sender.LineEnd);

        to.Put("RXA|0|1|"u8).Day(order.Day).Put("||"u8);
        if (order.Completion == 'N') to.Put("998^no vaccine administered^CVX"u8);
        else Code(to, order);
        to.Put("|"u8);
        var product = Products.All[order.Product];
        if (given) to.Put(product.Amount).Put("|mL^mL^UCUM||00^New immunization record^NIP001|"u8);
        else if (order.Source > 0) to.Put("999|||"u8).Put(Source(order.Source)).Put("^NIP001|"u8);
        else to.Put("999||||"u8);
        if (given) Clinician(to, order.Practice, 3, sender);
        to.Put("|"u8);
        if (order.Completion is (byte)'C' or (byte)'P' && order.Practice >= 0) to.Put("^^^"u8).Put(world.Practices[order.Practice].Id);
        to.Put("||||"u8);
        if (given && !order.NoLot)
        {
            Lot(to, product, order.Lot);
            to.Put("|"u8).Day(Expiry(order));
        }
        else to.Put("|"u8);
        to.Put("|"u8);
        if (given) to.Put(product.Mvx).Put("^"u8).Hl7(product.Maker).Put("^MVX"u8);
        to.Put("|"u8);
        if (order.Completion == 'R') to.Put(Reason(order.Reason)).Put("^NIP002"u8);
        to.Put("||"u8).Put(order.Completion switch { (byte)'P' => "PA"u8, (byte)'R' => "RE"u8, (byte)'N' => "NA"u8, _ => "CP"u8 }).Put("|"u8);
        if (order.Completion != 'N') to.Put(order.Action);
        if (given) to.Put("|"u8).Day(envelope.Day);
        to.Put(sender.LineEnd);

        var set = 0;
        if (given)
        {
            Route(to, product, order, envelope.Record.Person);
            to.Put(sender.LineEnd);
            Observations(to, envelope, order, product, ref set);
        }
        if (order.Finding >= 0) Finding(to, order, sender, ref set);
    }

    static void Code(ByteText to, in Order order)
    {
        var product = Products.All[order.Product];
        switch (order.Coding)
        {
            case Coding.Ndc:
                to.Put(product.Ndc).Put("^"u8).Hl7(product.TradeName).Put("^NDC"u8);
                return;
            case Coding.Cpt:
                to.Put(product.Cpt).Put("^"u8).Hl7(product.TradeName).Put("^C4"u8);
                return;
            case Coding.Unknown:
                to.Put("9"u8).Put(product.Cvx).Put("X^"u8).Hl7(product.Name).Put("^CVX"u8);
                return;
            case Coding.Unspecified or Coding.Part when Products.Unspecified(order.Coding == Coding.Part ? order.Part : product.Antigens) is { Cvx.Length: > 0 } vague:
                to.Put(vague.Cvx).Put("^"u8).Hl7(vague.Name).Put("^CVX"u8);
                return;
            default:
                to.Put(product.Cvx).Put("^"u8).Hl7(product.Name).Put("^CVX"u8);
                if (order.Coding == Coding.CvxAndNdc) to.Put("^"u8).Put(product.Ndc).Put("^"u8).Hl7(product.TradeName).Put("^NDC"u8);
                return;
        }
    }

    internal static void Lot(ByteText to, Product product, uint lot)
    {
        to.Put((byte)('A' + product.Index % 26));
        if (product.Index % 3 == 0) to.Put((byte)('A' + lot % 26));
        to.Padded(lot % 100_000, 5);
    }

    /// <summary>Months after the dose; one lot in three hundred was out of date when it was given.</summary>
    internal static int Expiry(in Order order) => order.Lot % 331 == 0 ? order.Day - 12 : order.Day + 120 + (int)(order.Lot % 300);

    static void Clinician(ByteText to, int practice, int role, Sender sender)
    {
        var n = practice * 4 + role;
        var street = Names.Streets[n % Names.Streets.Length];
        to.Put(100000 + n).Put("^"u8).Hl7(street).Put("^Robin^^^^^^"u8).Put(sender.Code).Put("^L^^^PRN"u8);
    }

    static void Route(ByteText to, Product product, in Order order, Person person)
    {
        var young = order.Day - person.Birth < 540;
        switch ((char)product.Route[0], (char)product.Route[1])
        {
            case ('P', 'O'): to.Put("RXR|C38288^Oral^NCIT|"u8); break;
            case ('N', 'S'): to.Put("RXR|C38284^Nasal^NCIT|"u8); break;
            case ('S', 'C'): to.Put("RXR|C38299^Subcutaneous^NCIT|"u8).Put(young ? "LT^Left Thigh^HL70163"u8 : "LA^Left Upper Arm^HL70163"u8); break;
            default: to.Put("RXR|C28161^Intramuscular^NCIT|"u8).Put(young ? "RT^Right Thigh^HL70163"u8 : "RD^Right Deltoid^HL70163"u8); break;
        }
    }

    static void Observations(ByteText to, in Envelope envelope, in Order order, Product product, ref int set)
    {
        var sender = envelope.Record.Sender;
        var eligibility = Eligibility(envelope.Home, envelope.Record.Person, order.Day);
        if (!order.NoEligibility)
        {
            Start(to, ref set, "CE|64994-7^Vaccine funding program eligibility category^LN|1|"u8);
            to.Put("V0"u8).Put(eligibility).Put(eligibility switch { 1 => "^Not VFC eligible"u8, 2 => "^VFC eligible-Medicaid/Medicaid Managed Care"u8, 3 => "^VFC eligible-Uninsured"u8, 4 => "^VFC eligible-American Indian/Alaskan Native"u8, _ => "^VFC eligible-Federally Qualified Health Center Patient (under-insured)"u8 })
                .Put("^HL70064||||||F|||"u8).Day(order.Day).Put("|||VXC40^per immunization^CDCPHINVS"u8).Put(sender.LineEnd);
            Start(to, ref set, "CE|30963-3^Vaccine funding source^LN|2|"u8);
            to.Put(eligibility == 1 ? "PHC70^Private funds^CDCPHINVS"u8 : "VXC51^Public VFC^CDCPHINVS"u8).Put("||||||F|||"u8).Day(order.Day).Put(sender.LineEnd);
        }
        if (!sender.SendsVis) return;
        for (var i = 0; i < product.Documents.Length; i++)
        {
            var document = Products.Documents[product.Documents[i]];
            var edition = -1;
            foreach (var day in document.Editions)
                if (day <= order.Day) edition = day;
            if (edition < 0) continue;
            Start(to, ref set, "CE|69764-9^Document type^LN|"u8);
            to.Put(3 + i).Put("|"u8).Put(document.Code);
            var date = DateOnly.FromDayNumber(edition);
            to.Padded(date.Year % 100 * 10000 + date.Month * 100 + date.Day, 6).Put("^"u8).Hl7(document.Name).Put(" VIS^cdcgs1vis||||||F|||"u8).Day(order.Day).Put(sender.LineEnd);
            Start(to, ref set, "DT|29769-7^Date vaccine information statement presented^LN|"u8);
            to.Put(3 + i).Put("|"u8).Day(order.Day).Put("||||||F|||"u8).Day(order.Day).Put(sender.LineEnd);
        }
    }

    static void Finding(ByteText to, in Order order, Sender sender, ref int set)
    {
        var finding = Findings.All[order.Finding];
        Start(to, ref set, "CE|"u8);
        to.Put(finding.Question).Put("^"u8).Hl7(finding.QuestionText).Put("^LN|1|"u8).Put(finding.Code).Put("^"u8).Hl7(finding.Text).Put("^"u8).Put(finding.System)
            .Put("||||||F|||"u8).Day(order.FindingDay).Put(sender.LineEnd);
    }

    static void Start(ByteText to, ref int set, ReadOnlySpan<byte> rest) => to.Put("OBX|"u8).Put(++set).Put("|"u8).Put(rest);

    internal static int Eligibility(Household home, Person person, int day) => day - person.Birth >= 19 * 365 + 4 ? 1 : home.Eligibility;

    static ReadOnlySpan<byte> Source(byte source) => source switch
    {
        1 => "01^Historical information - source unspecified"u8, 2 => "02^Historical information - from other provider"u8, 3 => "03^Historical information - from parent's written record"u8,
        5 => "05^Historical information - from other registry"u8, 6 => "06^Historical information - from birth certificate"u8, 7 => "07^Historical information - from school record"u8,
        _ => "08^Historical information - from public agency"u8,
    };

    static ReadOnlySpan<byte> Reason(byte reason) => reason switch { 0 => "00^Parental decision"u8, 1 => "01^Religious exemption"u8, _ => "03^Patient decision"u8 };
}
