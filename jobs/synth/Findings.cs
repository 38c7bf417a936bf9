namespace RegistryAnalytics.Synth;

/// <summary>A finding that travels as an OBX.</summary>
/// <param name="Question">LOINC: 30945-0 contraindication, 59784-9 history of disease, 31044-1 reaction, 59785-6 special indication.</param>
/// <param name="Skips">Antigens that are not given once the finding stands.</param>
sealed record FindingKind(byte[] Question, byte[] QuestionText, byte[] Code, byte[] Text, byte[] System, Antigens Skips);

/// <summary>The findings in use.</summary>
/// <remarks>Source: CDC value sets for contraindications, evidence of immunity, reactions and special indications (SNOMED CT, VXC), short labels, 2025-12.</remarks>
static class Findings
{
    static FindingKind Make(string question, string questionText, string code, string text, string system, Antigens skips) =>
        new(Embedded.Utf8(question), Embedded.Utf8(questionText), Embedded.Utf8(code), Embedded.Utf8(text), Embedded.Utf8(system), skips);

    internal const int Varicella = 0, Anaphylaxis = 1, Immunodeficiency = 2, Intussusception = 3, HepatitisB = 4, Egg = 5, Fever = 6, Pregnancy = 7, Special = 8;

    internal static readonly FindingKind[] All =
    [
        Make("59784-9", "Disease with presumed immunity", "38907003", "Varicella infection", "SCT", Antigens.Var),
        Make("30945-0", "Contraindication", "VXC20", "allergy to previous dose", "CDCPHINVS", Antigens.Mmr),
        Make("30945-0", "Contraindication", "VXC27", "immunodeficiency", "CDCPHINVS", Antigens.Mmr | Antigens.Var | Antigens.Rota),
        Make("30945-0", "Contraindication", "VXC21", "previous history of intussusception", "CDCPHINVS", Antigens.Rota),
        Make("59784-9", "Disease with presumed immunity", "271511000", "hepatitis B infection", "SCT", Antigens.HepB),
        Make("30945-0", "Contraindication", "91930004", "allergy to eggs", "SCT", Antigens.None),
        Make("31044-1", "Reaction", "VXC12", "fever of >40.5C within 48 hours of dose", "CDCPHINVS", Antigens.None),
        Make("30945-0", "Contraindication", "77386006", "pregnant", "SCT", Antigens.None),
        Make("59785-6", "Special indication", "VXC8", "member of special group", "CDCPHINVS", Antigens.None),
    ];

    internal static void Draw(Person person, Rng rng)
    {
        if (person.Role is Role.Child or Role.Teen)
        {
            if (rng.Chance(0.006)) person.Findings.Add(new(person.Birth + rng.Between(200, 2400), Varicella));
            if (rng.Chance(0.001)) person.Findings.Add(new(person.Birth + rng.Between(20, 800), Immunodeficiency));
            if (rng.Chance(0.0008)) person.Findings.Add(new(person.Birth + rng.Between(60, 240), Intussusception));
            if (rng.Chance(0.001)) person.Findings.Add(new(person.Birth + rng.Between(380, 900), Anaphylaxis));
            if (rng.Chance(0.004)) person.Findings.Add(new(person.Birth + rng.Between(200, 1500), Egg));
            if (rng.Chance(0.002)) person.Findings.Add(new(person.Birth + rng.Between(62, 500), Fever));
        }
        else if (rng.Chance(0.003)) person.Findings.Add(new(person.Birth + rng.Between(20 * 365, 40 * 365), Special));
        else if (rng.Chance(0.012)) person.Findings.Add(new(person.Birth + rng.Between(20 * 365, 30 * 365), HepatitisB));
    }

    internal static bool Stops(Person person, Antigens antigens, int day)
    {
        foreach (var finding in person.Findings)
            if (finding.Day <= day && (All[finding.Kind].Skips & antigens) != 0) return true;
        return false;
    }
}
