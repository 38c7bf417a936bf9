using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Walks the segments in order: the person first, then the order groups.</summary>
public sealed partial class MessageMapper
{
    const int None = -1;
    int pidSegment;
    int personRow;
    bool hasPd1;
    int pv1Segment;
    bool hasMerge;
    bool stopped;

    void ReadBody(MessageKind kind)
    {
        (pidSegment, personRow, hasPd1, pv1Segment, hasMerge, stopped) = (None, None, false, None, false, false);
        BeginOrders();
        for (var i = 1; i < tokens.Count; i++)
        {
            switch (tokens[i].Id)
            {
                case SegmentId.Pid: ReadPid(i, kind); break;
                case SegmentId.Pd1: if (InPerson(i)) ReadPd1(i); break;
                case SegmentId.Nk1: if (InPerson(i)) ReadNk1(i); break;
                case SegmentId.Pv1: if (InPerson(i)) pv1Segment = i; break;
                case SegmentId.Mrg: if (kind == MessageKind.Merge && InPerson(i)) ReadMerge(i); break;
                case SegmentId.Orc: if (Ordered(kind)) BeginOrder(i); break;
                case SegmentId.Rxa: if (Ordered(kind)) ReadRxa(i); break;
                case SegmentId.Rxr: if (Ordered(kind)) ReadRxr(i); break;
                case SegmentId.Obx: if (Ordered(kind)) ReadObx(i); break;
                case SegmentId.Msh: Find(Conformance.SegmentTwice, i, 0); break;
            }
            if (stopped) break;
        }
        if (Ordered(kind)) EndOrders();
        if (pidSegment == None) Refuse(Conformance.PidMissing, new("PID"u8, 1));
        if (kind == MessageKind.Merge && !hasMerge) Refuse(Conformance.MergeMissing, new("MRG"u8, 1, 1));
    }

    static bool Ordered(MessageKind kind) => kind == MessageKind.Vaccinations;

    /// <summary>True where a segment about the person stands before the order groups and after PID.</summary>
    bool InPerson(int segment)
    {
        if (pidSegment != None && !AnyOrder) return true;
        Find(Conformance.SegmentOrder, segment, 0);
        return false;
    }

    void ReadPid(int segment, MessageKind kind)
    {
        if (pidSegment != None)
        {
            Refuse(Conformance.PidTwice, At(segment, 0));
            stopped = true;
            return;
        }
        if (AnyOrder) { Reject(Conformance.SegmentOrder, At(segment, 0)); return; }
        pidSegment = segment;
        var to = part.Person;
        personRow = to.Rows.Add();
        to.Key[personRow] = RecordKey;
        to.MessageKey[personRow] = messageKey;
        to.Sender.Set(personRow, Sender);
        to.RecordType.Set(personRow, kind == MessageKind.Vaccinations ? "vxu"u8 : "adt"u8);
        to.PracticeId.Set(personRow, Practice);
        to.MessageAt[personRow] = messageMicros;
        to.ReceivedAt[personRow] = source.ReceivedMicros;
        ReadIdentifiers(tokens[segment, 3]);
        ReadNames(tokens[segment, 5]);
        var maiden = tokens[segment, 6];
        to.MotherMaidenName.Set(personRow, Text(maiden.First1(1)));
        ReadBirth(segment);
        ReadSex(segment);
        ReadRaces(tokens[segment, 10]);
        ReadEthnicity(segment);
        to.Language.Set(personRow, Text(tokens[segment, 15].Component(1)));
        ReadAddresses(tokens[segment, 11]);
        ReadPhones(tokens[segment, 13]);
        to.BirthFacility.Set(personRow, Text(tokens[segment, 23].Component(1)));
        ReadDeath(segment);
        CheckPerson();
        HoldPurged();
    }

    long RecordKey => part.KeyBase + personRow;

    void ReadMerge(int segment)
    {
        var id = Text(tokens[segment, 1].Component(1));
        if (id.IsEmpty) return;
        hasMerge = true;
        HoldPurged(segment, id);
        var to = part.Merge;
        var row = to.Rows.Add();
        to.MessageKey[row] = messageKey;
        to.RecordKey[row] = RecordKey;
        to.PriorId.Set(row, id);
        to.PriorAuthority.Set(row, Text(tokens[segment, 1].First1(4)));
        to.PriorType.Set(row, Text(tokens[segment, 1].Component(5)));
    }

    /// <summary>A day of a field; null and a finding where it is not a real, whole date.</summary>
    int Day(int segment, int field)
    {
        var sent = tokens[segment, field].Component(1);
        if (sent.IsEmpty) return DayColumn.Nothing;
        var day = Hl7Time.Parse(sent).WholeDay;
        if (day == Hl7Time.NoDay) Find(DateRules.DateBad, segment, field, value: sent);
        return day;
    }

    /// <summary>Y or N; null where empty, and a finding where it is anything else.</summary>
    bool? YesNo(int segment, int field)
    {
        var sent = tokens[segment, field].Component(1);
        switch (sent)
        {
            case []: return null;
            case [(byte)'Y' or (byte)'y']: return true;
            case [(byte)'N' or (byte)'n']: return false;
            default:
                Find(CodeRules.YesNo, segment, field, value: sent);
                return null;
        }
    }
}
