using System.Text.RegularExpressions;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Reports;

/// <summary>Why a dose does not count, in words for parents and practices; the build stores the codes.</summary>
static class ReasonWords
{
    static readonly Dictionary<ReasonCode, (string English, string Spanish)> Words = new()
    {
        [ReasonCode.LotExpired] = ("lot expired", "lote caducado"),
        [ReasonCode.DoseCondition] = ("dose set aside as recalled, partial or not potent", "dosis apartada por retirada, parcial o sin potencia"),
        [ReasonCode.InadvertentVaccine] = ("vaccine not meant for this use", "vacuna no indicada para este uso"),
        [ReasonCode.TooYoung] = ("too young", "edad insuficiente"),
        [ReasonCode.AgeGracePeriod] = ("within the grace period of the age", "dentro del margen de edad"),
        [ReasonCode.TooOld] = ("too old", "edad superada"),
        [ReasonCode.TooSoon] = ("too soon after an earlier dose", "demasiado pronto tras una dosis anterior"),
        [ReasonCode.IntervalGracePeriod] = ("within the grace period of the interval", "dentro del margen del intervalo"),
        [ReasonCode.AllowableInterval] = ("at an allowable interval", "con un intervalo aceptable"),
        [ReasonCode.VaccineConflict] = ("too soon after another live vaccine", "demasiado pronto tras otra vacuna viva"),
        [ReasonCode.NotPreferableOrAllowable] = ("vaccine not approved for this dose", "vacuna no aprobada para esta dosis"),
        [ReasonCode.OutsideVaccineAge] = ("outside the vaccine's ages", "fuera de las edades de la vacuna"),
        [ReasonCode.WrongManufacturer] = ("another manufacturer than preferred", "otro fabricante que el preferido"),
        [ReasonCode.VolumeTooSmall] = ("less than the recommended volume", "menos del volumen recomendado"),
        [ReasonCode.SeriesAlreadyComplete] = ("series already complete", "serie ya completa"),
    };

    static readonly string AnyCode = $"(?:{string.Join('|', Words.Keys)})";
    static readonly Regex Codes = new($@"\b{AnyCode}(?:; ?{AnyCode})*\b");

    /// <summary>A text with its runs of codes (<c>TooYoung;TooSoon</c>) in words, each once.</summary>
    public static string? In(string? text) => text is null ? null : Codes.Replace(text, run =>
        string.Join(", ", run.Value.Split(';', StringSplitOptions.TrimEntries).Distinct().Select(code => Words[Enum.Parse<ReasonCode>(code)].English)));

    /// <summary>The words of <see cref="In"/> in Spanish.</summary>
    public static string ToSpanish(string text) => Words.Values.Aggregate(text, (said, words) => said.Replace(words.English, words.Spanish, StringComparison.Ordinal));
}
