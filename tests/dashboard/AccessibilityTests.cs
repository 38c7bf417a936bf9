using Microsoft.Playwright;

namespace RegistryAnalytics.Tests.Dashboard;

[Trait("kind", "web")]
public class AccessibilityTests
{
    [BrowserFact]
    public async Task Every_figure_has_a_finding_a_label_and_a_table_and_headings_do_not_jump()
    {
        await using var host = await PageHost.Start(MadeUpFigures.Make());
        foreach (var address in new[] { "/", "/?measure=cis.mmr&by=practice&county=35013" })
        {
            await using var opened = await OpenedPage.Open(host.Url + address);
            Assert.Empty(await opened.Page.EvaluateAsync<string[]>(Structure));
        }
        await using var served = await ServedHost.Start(FixtureBuild.NewDataFolder());
        foreach (var address in new[] { "/reports", "/reports/hedis", "/reports/coverage?measure=fully_operational" })
        {
            await using var opened = await OpenedPage.Open(served.Url + address);
            Assert.Empty(await opened.Page.EvaluateAsync<string[]>(Structure));
            Assert.Empty(await opened.Page.EvaluateAsync<string[]>(FaintText));
        }
        await using var empty = await PageHost.Start(null);
        await using var first = await OpenedPage.Open(empty.Url);
        Assert.Empty(await first.Page.EvaluateAsync<string[]>(Structure));
    }

    [BrowserFact]
    public async Task Text_stands_out_from_its_ground_in_light_and_dark()
    {
        await using var host = await PageHost.Start(MadeUpFigures.Make(), PageHost.SomeJobs(DateTimeOffset.UnixEpoch));
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var opened = await OpenedPage.Open(host.Url + "/?county=35013&measure=nothing", scheme: scheme);
            await opened.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
            Assert.Empty(await opened.Page.EvaluateAsync<string[]>(FaintText));
        }
    }

    [BrowserFact]
    public async Task The_faint_text_check_sees_faint_text()
    {
        await using var host = await PageHost.Start(null);
        await using var opened = await OpenedPage.Open(host.Url);
        await opened.Page.EvaluateAsync("document.querySelector('h1').style.color = '#d8d8d8'");
        Assert.NotEmpty(await opened.Page.EvaluateAsync<string[]>(FaintText));
        await opened.Page.EvaluateAsync("document.querySelector('h1').outerHTML = '<h4>Lower</h4>'");
        Assert.NotEmpty(await opened.Page.EvaluateAsync<string[]>(Structure));
    }

    [BrowserFact]
    public async Task The_first_key_reaches_a_link_over_the_header()
    {
        await using var host = await PageHost.Start(MadeUpFigures.Make());
        await using var opened = await OpenedPage.Open(host.Url);
        await opened.Page.Keyboard.PressAsync("Tab");
        var link = opened.Page.Locator(".skip");
        Assert.True(await link.EvaluateAsync<bool>("link => document.activeElement === link && link.getBoundingClientRect().top >= 0"));
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await opened.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    const string Structure = """
        () => {
            const wrong = [];
            const say = (element, words) => wrong.push(`${element.outerHTML.slice(0, 90)}: ${words}`);
            for (const figure of document.querySelectorAll('figure')) {
                if (!figure.querySelector('figcaption')?.textContent.trim()) say(figure, 'no finding');
                if (!figure.querySelector('svg[role=img]')?.getAttribute('aria-label')?.trim()) say(figure, 'no labelled drawing');
                if (figure.matches('[data-chart]') && !figure.querySelector('details table tbody tr')) say(figure, 'no table');
            }
            for (const table of document.querySelectorAll('table')) {
                if (!table.caption?.textContent.trim()) say(table, 'no caption');
                for (const header of table.querySelectorAll('th')) if (!header.scope) say(header, 'no scope');
            }
            let level = 0;
            for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
                const now = Number(heading.tagName[1]);
                if (now > level + 1) say(heading, `jumps from ${level}`);
                level = now;
            }
            if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
            const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
            ids.filter((id, index) => ids.indexOf(id) !== index).forEach(id => wrong.push(`id ${id} twice`));
            for (const link of document.querySelectorAll('a[href^="#"]'))
                if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) say(link, 'leads nowhere');
            for (const control of document.querySelectorAll('select, input, textarea')) if (!control.labels?.length) say(control, 'no label');
            for (const control of document.querySelectorAll('a, button')) if (!control.textContent.trim()) say(control, 'no words');
            for (const part of document.querySelectorAll('[aria-labelledby]'))
                if (!document.getElementById(part.getAttribute('aria-labelledby'))) say(part, 'label missing');
            if (!document.documentElement.lang) wrong.push('no language');
            return wrong;
        }
        """;

    const string FaintText = """
        () => {
            const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return { rgb: n.slice(0, 3), alpha: n[3] ?? 1 }; };
            const over = (top, ground) => top.rgb.map((value, i) => value * top.alpha + ground[i] * (1 - top.alpha));
            const light = rgb => rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const ground = element => {
                const layers = [];
                for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
                return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
            };
            const wrong = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest('.unseen, .skip, option, optgroup')) continue;
                const style = getComputedStyle(element);
                const below = ground(element);
                const ink = over(parse(element instanceof SVGElement ? style.fill : style.color), below);
                const [a, b] = [light(ink), light(below)].sort((x, y) => y - x);
                const ratio = (a + 0.05) / (b + 0.05);
                const size = parseFloat(style.fontSize);
                const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
                if (ratio < (large ? 3 : 4.5)) wrong.push(`${ratio.toFixed(2)} ${walker.currentNode.textContent.trim().slice(0, 40)}`);
            }
            return wrong;
        }
        """;
}
