using System.Buffers.Text;
using RegistryAnalytics.Codes;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Order groups: ORC, RXA, RXR and what closes a group.</summary>
public sealed partial class MessageMapper
{
    readonly CodeTable completions = codes.Table("HL70322");
    readonly CodeTable actions = codes.Table("HL70323");
    readonly CodeTable sources = codes.Table("NIP001");
    readonly CodeTable refusals = codes.Table("NIP002");
    readonly CodeTable routes = codes.Table("HL70162");
    readonly CodeTable sites = codes.Table("HL70163");
    readonly CodeTable units = codes.Table("UNIT");

    int orderSegment;
    int doseSegment;
    int routeSegment;
    int doseRow;
    int firstDose;
    int orderGroup;
    int goodGroups;
    int badGroups;
    bool quarantined;
    bool hasVis;
    bool hasEligibility;
    bool hasFunding;
    int observationMark;
    DoseFacts facts;

    /// <summary>True once an order group has begun.</summary>
    bool AnyOrder => orderGroup > 0;

    long DoseKey => doseSegment == None ? LongColumn.Nothing : part.KeyBase + doseRow;

    void BeginOrders()
    {
        (orderGroup, goodGroups, badGroups, firstDose) = (0, 0, 0, part.Dose.Rows.Count);
        (orderSegment, doseSegment, routeSegment) = (None, None, None);
    }

    void BeginOrder(int segment)
    {
        EndOrder();
        (orderSegment, doseSegment, routeSegment, quarantined) = (segment, None, None, false);
        (hasVis, hasEligibility, hasFunding) = (false, false, false);
        observationMark = part.Observation.Rows.Count;
        orderGroup++;
        if (segment == None) return;
        var control = tokens[segment, 1].Raw;
        if (!control.SequenceEqual("RE"u8)) Find(Conformance.OrderControl, segment, 1, value: control);
    }

    void ReadRxa(int segment)
    {
        if (pidSegment == None) { Find(Conformance.SegmentOrder, segment, 0); return; }
        if (orderSegment == None || doseSegment != None)
        {
            // A habit of 2.3.1: doses without an ORC, or several under one.
            BeginOrder(None);
            doseSegment = segment;
            doseRow = part.Dose.Rows.Add();
            Consequence(findings.Add(Conformance.DoseWithoutOrder, At(segment, 0), dose: DoseKey));
        }
        else
        {
            doseSegment = segment;
            doseRow = part.Dose.Rows.Add();
        }
        var to = part.Dose;
        to.Key[doseRow] = part.KeyBase + doseRow;
        to.RecordKey[doseRow] = RecordKey;
        to.MessageKey[doseRow] = messageKey;
        to.Sender.Set(doseRow, Sender);
        to.OrderGroup[doseRow] = orderGroup;
        to.MessageAt[doseRow] = messageMicros;
        to.ReceivedAt[doseRow] = source.ReceivedMicros;
        facts = new() { Birth = birthDay, Death = deathDay, Received = source.ReceivedDay, Sent = messageDay };
        ReadCompletion(segment);
        ReadVaccine(segment);
        ReadSource(segment);
        to.Kind.Set(doseRow, facts.KindName);
        ReadAction(segment);
        if (orderSegment != None) ReadOrder(orderSegment);
        ReadAdminDate(segment);
        ReadAmount(segment);
        ReadProduct(segment);
        ReadRefusal(segment);
        to.ProviderId.Set(doseRow, Text(tokens[segment, 10].First1(1)));
        var place = tokens[segment, 11];
        var facilityId = Text(place.First1(4));
        to.PracticeId.Set(doseRow, facilityId.IsEmpty ? Text(place.First1(1)) : facilityId);
        facts.HasPlace = to.PracticeId.Has(doseRow);
    }

    void ReadOrder(int segment)
    {
        var to = part.Dose;
        to.EnteringOrganization.Set(doseRow, Text(tokens[segment, 17].Component(1)));
        var id = Text(tokens[segment, 3].First1(1));
        if (id.IsEmpty)
        {
            Drop(Conformance.DoseIdMissing, segment, 3);
            return;
        }
        if (id.SequenceEqual("9999"u8))
        {
            if (facts.WasGiven) findings.Add(Conformance.DoseIdPlaceholder, At(segment, 3), dose: DoseKey);
            return;
        }
        if (facts.Completion is Completion.Refused or Completion.NotAdministered)
            findings.Add(Conformance.DoseIdNotPlaceholder, At(segment, 3), dose: DoseKey);
        to.DoseId.Set(doseRow, id);
        var authority = Text(tokens[segment, 3].Component(2));
        if (authority.IsEmpty) authority = Text(tokens[segment, 3].Component(3));
        if (authority.IsEmpty) findings.Add(Conformance.DoseIdAuthority, At(segment, 3, 2), dose: DoseKey);
        to.DoseIdAuthority.Set(doseRow, authority);
    }

    void ReadRxr(int segment)
    {
        if (doseSegment == None) { Find(Conformance.SegmentOrder, segment, 0); return; }
        if (routeSegment != None) { Find(Conformance.SegmentTwice, segment, 0); return; }
        routeSegment = segment;
        var field = tokens[segment, 1];
        if (field.SaysNothing) { findings.Add(Conformance.RouteMissing, At(segment, 1), dose: DoseKey); return; }
        var route = routes.Find(field.Component(1)) ?? routes.Find(field.Component(4));
        if (route is null) { findings.Add(CodeRules.Route, At(segment, 1), field.Component(1), DoseKey); return; }
        facts.Route = route;
        part.Dose.Route.Set(doseRow, route.Stored.Span);
        var site = tokens[segment, 2].Component(1);
        if (site.IsEmpty) return;
        if (sites.Has(site)) part.Dose.Site.Set(doseRow, site);
        else findings.Add(CodeRules.Site, At(segment, 2), site, DoseKey);
    }

    void EndOrder()
    {
        if (orderGroup == 0) return;
        if (doseSegment == None)
        {
            if (orderSegment != None) Find(Conformance.OrderWithoutDose, orderSegment, 0);
            badGroups++;
            return;
        }
        Judge();
        part.Dose.Outcome.Set(doseRow, quarantined ? "quarantined"u8 : "accepted"u8);
        if (quarantined)
        {
            part.Observation.Rows.Truncate(observationMark);
            badGroups++;
        }
        else goodGroups++;
    }

    void EndOrders()
    {
        EndOrder();
        // The message existed for its doses: where none can be taken, nothing of it is.
        if (badGroups > 0 && goodGroups == 0) rejected = true;
    }

    /// <summary>Writes a finding whose consequence, while it is an error, is that the order group is quarantined.</summary>
    void Drop(Rule rule, int segment, int field, ReadOnlySpan<byte> value = default) =>
        Consequence(findings.Add(rule, At(segment, field), value, DoseKey));

    void Consequence(Severity severity) => quarantined |= severity == Severity.Error;
}
