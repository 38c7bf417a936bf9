namespace RegistryAnalytics.Synth;

/// <summary>Who answers for a system that submits.</summary>
enum SenderKind { HospitalSystem, Pediatrics, Family, Pharmacy, PublicHealth, School, MassClinic, FlatFile }

/// <summary>A system that submits: its habits are what makes the same person look different elsewhere.</summary>
/// <param name="Code">Name in MSH-4 and authority of its identifiers.</param>
/// <param name="Oid">Under 2.999, the arc for examples.</param>
/// <param name="IdStyle">0 digits, 1 letter and digits, 2 base 36, 3 digits with leading zeros.</param>
/// <param name="LineEnd">CR, CRLF or LF.</param>
/// <param name="NdcShare">Share of administered doses that carry an NDC beside the CVX, 0–1.</param>
/// <param name="NdcOnlyShare">… that carry an NDC alone.</param>
/// <param name="CptShare">… that carry a CPT code alone.</param>
/// <param name="EchoShare">Chance that the first message about a person brings the history, 0–1.</param>
/// <param name="ResendsHistory">Every message repeats what was sent before under the same dose ids.</param>
/// <param name="CountyStyle">0 FIPS, 1 name, 2 nothing.</param>
/// <param name="TypoShare">Share of records with a typing error in a name, 0–1.</param>
/// <param name="DuplicateShare">Chance at each visit that a second record is opened for the same person, 0–1.</param>
sealed record Sender(
    int Index, byte[] Code, byte[] Oid, SenderKind Kind, int IdStyle, byte[] LineEnd, bool UpperCase, bool PlainLetters,
    bool ShortStreets, bool OldPhones, bool MiddleInitial, bool SendsMaidenName, bool SendsNextOfKin, bool SendsEmail, bool SendsRace, bool SendsVis,
    double NdcShare, double NdcOnlyShare, double CptShare, double EchoShare, bool ResendsHistory, int CountyStyle, double TypoShare, double DuplicateShare, ulong Salt)
{
    static readonly string[] first = ["MESA", "RIO", "SUMMIT", "PRAIRIE", "CANYON", "SIERRA", "COPPER", "JUNIPER", "HIGHPLAINS", "VALLEY", "CEDAR", "NORTHSTAR", "LAKESIDE", "FOOTHILLS", "REDROCK", "EAGLE", "BLUESKY", "PIONEER", "HERITAGE", "GATEWAY"];

    internal static Sender Make(long seed, int index, SenderKind kind)
    {
        var rng = new Rng(seed, -1000 - index);
        var noun = kind switch
        {
            SenderKind.HospitalSystem => "HEALTH", SenderKind.Pediatrics => "PEDS", SenderKind.Family => "FAMMED", SenderKind.Pharmacy => "RX",
            SenderKind.PublicHealth => "PUBHEALTH", SenderKind.School => "SCHOOLS", SenderKind.MassClinic => "CLINICS", _ => "FLAT",
        };
        var code = first[index % first.Length] + noun + (index >= first.Length ? (index / first.Length + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
        var careful = kind is SenderKind.Pediatrics or SenderKind.HospitalSystem;
        var pharmacy = kind is SenderKind.Pharmacy;
        return new(
            index, Embedded.Utf8(code), Embedded.Utf8($"2.999.7.{index + 1}"), kind, index % 4,
            index % 7 == 3 ? "\r\n"u8.ToArray() : index % 7 == 5 ? "\n"u8.ToArray() : "\r"u8.ToArray(),
            UpperCase: rng.Chance(0.45), PlainLetters: rng.Chance(0.4), ShortStreets: rng.Chance(0.6), OldPhones: rng.Chance(0.2), MiddleInitial: rng.Chance(0.5),
            SendsMaidenName: !pharmacy && rng.Chance(0.8), SendsNextOfKin: !pharmacy && rng.Chance(0.85), SendsEmail: rng.Chance(0.4), SendsRace: rng.Chance(0.85),
            SendsVis: !pharmacy && rng.Chance(0.5),
            NdcShare: rng.Chance(0.25) ? 0.05 : 0.85, NdcOnlyShare: pharmacy ? 0.12 : index % 5 == 2 ? 0.08 : 0, CptShare: index % 6 == 4 ? 0.03 : 0,
            EchoShare: kind switch { SenderKind.Pediatrics or SenderKind.Family => 0.75, SenderKind.PublicHealth or SenderKind.FlatFile => 0.55, SenderKind.HospitalSystem => 0.3, SenderKind.School => 0.5, _ => 0.04 },
            ResendsHistory: careful && index % 5 == 1, CountyStyle: rng.Below(8) switch { 0 => 1, 1 => 2, _ => 0 },
            TypoShare: 0.01 + 0.05 * rng.Unit(), DuplicateShare: careful ? 0.002 : 0.006, Salt: rng.Next());
    }
}

/// <summary>A practice or site.</summary>
/// <param name="County">Position in <see cref="World.Counties"/>.</param>
/// <param name="Quality">0 bad to 1 good: timeliness, codes, catching up.</param>
/// <param name="Reports">False: never submits.</param>
/// <param name="Family">Combination products it stocks: 0 Pediarix, 1 Pentacel, 2 Vaxelis, 3 single ones.</param>
sealed record Practice(
    int Index, byte[] Id, byte[] Name, byte[] Pin, byte[] Type, PracticeType Kind, int County, int Sender, byte[] ParentId,
    double Quality, bool Reports, int Family, bool PedvaxHib, bool Rotarix, bool Mmrv, int MenAcwy, int Opened, int Closed);

/// <summary>Kinds of sites; the words of <c>practices.csv</c> are these in lower snake case.</summary>
enum PracticeType { Pediatrics, Family, Hospital, Pharmacy, Public, School, MassClinic, Obgyn }
