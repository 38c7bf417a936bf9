using System.IO.Compression;
using System.Xml.Linq;
using RegistryAnalytics.Warehouse.Schedule;

namespace RegistryAnalytics.Tests.Evaluation.Schedule;

/// <summary>A made-up supporting-data package of one antigen, to be bent by each test.</summary>
static class SmallPackage
{
    internal static readonly string Antigen = """
        <antigenSupportingData>
          <immunity>
            <clinicalHistory><guidelineCode>901</guidelineCode><guidelineTitle>had it</guidelineTitle></clinicalHistory>
            <dateOfBirth><immunityBirthDate>01/01/1957</immunityBirthDate><birthCountry>U.S.</birthCountry>
              <exclusion><exclusionCode>902</exclusionCode><exclusionTitle>works there</exclusionTitle></exclusion></dateOfBirth>
          </immunity>
          <contraindications>
            <vaccineGroup><contraindication><observationCode>903</observationCode><observationTitle>t</observationTitle>
              <contraindicationText>t</contraindicationText><contraindicationGuidance/><beginAge/><endAge>8 months</endAge></contraindication></vaccineGroup>
            <vaccine><contraindication><observationCode>903</observationCode><observationTitle>t</observationTitle><contraindicationText>t</contraindicationText>
              <contraindicationGuidance/><contraindicatedVaccine><vaccineType>A</vaccineType><cvx>01</cvx><beginAge/><endAge/></contraindicatedVaccine></contraindication></vaccine>
          </contraindications>
          <series>
            <seriesName>Pox 2-dose series</seriesName><targetDisease>Pox</targetDisease><vaccineGroup>Pox </vaccineGroup>
            <seriesAdminGuidance/><seriesType>Standard</seriesType><equivalentSeriesGroups>2; 3</equivalentSeriesGroups><requiredGender/>
            <selectSeries><defaultSeries>Yes</defaultSeries><productPath>No</productPath><seriesGroupName>Standard</seriesGroupName><seriesGroup>1</seriesGroup>
              <seriesPriority>A</seriesPriority><seriesPreference>1</seriesPreference><minAgeToStart/><maxAgeToStart>n/a</maxAgeToStart></selectSeries>
            <indication/>
            <seriesDose>
              <doseNumber>Dose 1</doseNumber>
              <age><absMinAge>6 weeks - 4 days</absMinAge><minAge>6 weeks</minAge><earliestRecAge>2 months</earliestRecAge><latestRecAge/><maxAge/><effectiveDate/><cessationDate>20200101</cessationDate></age>
              <interval/><allowableInterval/>
              <preferableVaccine><vaccineType>A</vaccineType><cvx>01</cvx><beginAge>6 weeks</beginAge><endAge/><tradeName/><mvx>ABC</mvx><volume>0.5</volume><forecastVaccineType>Y</forecastVaccineType></preferableVaccine>
              <allowableVaccine><vaccineType>A</vaccineType><cvx>01</cvx><beginAge/><endAge/></allowableVaccine>
              <allowableVaccine><vaccineType>B</vaccineType><cvx>02</cvx><beginAge/><endAge/></allowableVaccine>
              <inadvertentVaccine><vaccineType>B</vaccineType><cvx>02</cvx></inadvertentVaccine>
              <conditionalSkip/><recurringDose>No</recurringDose>
              <seasonalRecommendation><startDate>20251001</startDate><endDate>20260331</endDate></seasonalRecommendation>
            </seriesDose>
            <seriesDose>
              <doseNumber>Dose 2</doseNumber>
              <interval><fromPrevious>Y</fromPrevious><fromTargetDose/><fromMostRecent/><fromRelevantObs/><absMinInt>4 weeks - 4 days</absMinInt><minInt>4 weeks</minInt>
                <earliestRecInt/><latestRecInt/><intervalPriority>override</intervalPriority><effectiveDate/><cessationDate/></interval>
              <interval><fromPrevious>N</fromPrevious><fromTargetDose/><fromMostRecent>01; 02</fromMostRecent><fromRelevantObs/><absMinInt>0 days</absMinInt></interval>
              <interval><fromPrevious>N</fromPrevious><fromTargetDose/><fromMostRecent/><fromRelevantObs><text>t</text><code>901</code></fromRelevantObs><absMinInt>0 days</absMinInt></interval>
              <allowableInterval><fromPrevious>N</fromPrevious><fromTargetDose>1</fromTargetDose><absMinInt>4 weeks</absMinInt><effectiveDate/><cessationDate/></allowableInterval>
              <preferableVaccine/><allowableVaccine/><inadvertentVaccine/>
              <conditionalSkip><context>Both</context><setLogic>n/a</setLogic>
                <set><setID>1</setID><setDescription>words</setDescription><effectiveDate/><cessationDate/><conditionLogic>AND</conditionLogic>
                  <condition><conditionID>1</conditionID><conditionType>Vaccine Count By Date</conditionType><startDate>20250701</startDate><endDate>20260630</endDate><beginAge/><endAge/>
                    <interval/><doseCount>1</doseCount><doseType>valid</doseType><doseCountLogic>Greater Than</doseCountLogic><vaccineTypes>01;02</vaccineTypes><seriesGroups/></condition>
                  <condition><conditionID>2</conditionID><conditionType>Age</conditionType><startDate/><endDate/><beginAge>9 years</beginAge><endAge/>
                    <interval/><doseCount/><doseType/><doseCountLogic/><vaccineTypes/><seriesGroups/></condition></set></conditionalSkip>
              <recurringDose>Yes</recurringDose>
              <seasonalRecommendation><startDate>20251001</startDate><endDate>20260331</endDate></seasonalRecommendation>
            </seriesDose>
          </series>
        </antigenSupportingData>
        """;

    internal static readonly string Schedule = """
        <scheduleSupportingData>
          <liveVirusConflicts>
            <liveVirusConflict><previous><vaccineType>A</vaccineType><cvx>02</cvx></previous><current><vaccineType>A</vaccineType><cvx>01</cvx></current>
              <conflictBeginInterval>1 day</conflictBeginInterval><minConflictEndInterval>24 days</minConflictEndInterval><conflictEndInterval>28 days</conflictEndInterval></liveVirusConflict>
          </liveVirusConflicts>
          <vaccineGroups><vaccineGroup><name>Pox</name><administerFullVaccineGroup/></vaccineGroup></vaccineGroups>
          <vaccineGroupToAntigenMap><vaccineGroupMap><name>Pox</name><antigen>Pox</antigen></vaccineGroupMap></vaccineGroupToAntigenMap>
          <cvxToAntigenMap>
            <cvxMap><cvx>02</cvx><shortDescription>Pox B</shortDescription><association><antigen>Pox</antigen><associationBeginAge>0 days</associationBeginAge><associationEndAge>50 years</associationEndAge></association></cvxMap>
            <cvxMap><cvx>01</cvx><shortDescription>Pox A</shortDescription><association><antigen>Pox</antigen></association></cvxMap>
          </cvxToAntigenMap>
          <observations>
            <observation><observationCode>901</observationCode><observationTitle>had | it</observationTitle><group/><indicationText/><contraindicationText/><clarifyingText/>
              <codedValues><codedValue><code>123</code><codeSystem>SNOMED</codeSystem><text>t</text></codedValue></codedValues></observation>
            <observation><observationCode>902</observationCode><observationTitle>works there</observationTitle>
              <codedValues><codedValue><code>456</code><codeSystem>SNOMED</codeSystem><text>Technician [occupation]</text></codedValue>
                <codedValue><code>457</code><codeSystem>SNOMED</codeSystem><text>Exposure to [contextual qualifier] [qualifier value]</text></codedValue></codedValues></observation>
            <observation><observationCode>903</observationCode><observationTitle>may not</observationTitle><codedValues/></observation>
          </observations>
        </scheduleSupportingData>
        """;

    /// <summary>The package, with one piece of text of the antigen's file replaced.</summary>
    internal static SchedulePackage With(string old = "", string now = "", string name = "supporting-data-9.1-508")
    {
        Assert.Contains(old, Antigen);
        var antigen = old == "" ? Antigen : Antigen.Replace(old, now);
        return new SchedulePackage(name, [name], [("Pox.xml", XElement.Parse(antigen)), ("Schedule.xml", XElement.Parse(Schedule))], []);
    }

    internal static void WriteZip(string path)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in new[] { ("Version 9.1/XML/Pox.xml", Antigen), ("Version 9.1/XML/Schedule.xml", Schedule), ("Version 9.1/notes.txt", "n") })
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
