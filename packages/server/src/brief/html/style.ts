import { DAY, declared } from '../../chart/palette.ts';

/** The style of the page: by day, by night, on paper, and on a narrow screen. No font, image or script from anywhere. */
export const STYLE = `
:root { color-scheme: light dark;
  ${declared(DAY)} }
@media (prefers-color-scheme: dark) { :root {
  --paper: #12171d; --card: #1a2129; --ink: #e8ebee; --soft: #a3aebb; --line: #323c47; --accent: #6cc4da;
  --good: #7fd19b; --bad: #ff9a8e; --watch: #f0c268;
  --s1: #4db6d2; --s2: #f0924d; --s3: #9bc560; --s4: #b893d6; --s5: #e87f9d; --s6: #a3aebb; --s7: #e3c14a; --s8: #7f9ff0; --s9: #c99a7c; --s10: #8fdcd8; --claim-1: #f0924d; --claim-2: #b893d6; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: break-word; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .35rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 0 0 .9rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .6rem; }
p { margin: .4rem 0; max-width: 46rem; }
a { color: var(--accent); overflow-wrap: anywhere; }
.lead { font-size: 1.1rem; margin: 0; }
.eyebrow { color: var(--accent); font-weight: 600; margin: 0 0 .25rem; }
.small, footer { color: var(--soft); font-size: .875rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; padding: .8rem 0; margin: 1.2rem 0 0; border-block: 1px solid var(--line); font-size: .925rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.4rem 1.5rem; margin: 1.25rem 0; }
.verdict { font-size: 1.45rem; line-height: 1.3; font-weight: 650; margin: 0 0 1rem; padding-left: .9rem; border-left: .35rem solid var(--soft); }
.verdict.kept, .verdict.on-schedule { border-color: var(--good); }
.verdict.behind, .verdict.undetermined { border-color: var(--watch); }
.verdict.broken { border-color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0 0 .9rem; }
.tiles div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.tiles dd { font-size: 1.5rem; font-weight: 650; line-height: 1.25; }
.claims { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem; }
.claim { border: 1px solid var(--line); border-top: .3rem solid var(--claim-1); border-radius: .5rem; padding: .9rem 1.1rem; min-width: 0; }
.claim:nth-child(even) { border-top-color: var(--claim-2); }
.claim .number { font-size: 1.7rem; font-weight: 650; line-height: 1.2; margin: 0; font-variant-numeric: tabular-nums; }
.claim blockquote { margin: .4rem 0 .8rem; color: var(--soft); }
.claim dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 .7rem; }
.claim dd { text-align: right; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .8rem; color: var(--accent); font-weight: 600; vertical-align: .3em; margin-left: .5rem; }
.state { white-space: nowrap; font-weight: 600; }
.ALLOW, .kept, .complete, .exceeded { --tone: var(--good); } .FLAG, .behind { --tone: var(--watch); } .HOLD { --tone: var(--watch); } .REFUSE, .broken { --tone: var(--bad); }
.state { color: var(--tone, inherit); }
.under { display: block; padding-left: 1rem; color: var(--soft); }
.sources li { overflow-wrap: anywhere; margin: .3rem 0; }
.scroll { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .45rem .7rem; vertical-align: top; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
tbody th { min-width: 11rem; } tbody th.right { min-width: 0; }
thead th { color: var(--soft); font-size: .825rem; font-weight: 600; vertical-align: bottom; }
.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1.4rem 0 .4rem; }
figcaption { font-weight: 600; margin-bottom: .35rem; }
.plot { overflow-x: auto; overflow-y: hidden; }
svg { display: block; width: 100%; min-width: 34rem; height: auto; color: var(--soft); overflow: visible; font-family: inherit; font-size: 12px; }
svg text { white-space: pre; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; margin: .2rem 0 .5rem; font-size: .875rem; color: var(--soft); }
.swatch { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem; margin-right: .45rem; vertical-align: -.05em; }
.s1 { background: var(--s1); } .s2 { background: var(--s2); } .s3 { background: var(--s3); } .s4 { background: var(--s4); } .s5 { background: var(--s5); } .s6 { background: var(--s6); } .s7 { background: var(--s7); } .s8 { background: var(--s8); } .s9 { background: var(--s9); } .s10 { background: var(--s10); }
summary { cursor: pointer; color: var(--accent); font-size: .9rem; margin-top: .5rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
footer { padding-bottom: 3rem; }
@media (max-width: 40rem) { header { padding-top: 1.5rem; } h1 { font-size: 1.5rem; } section { padding: 1.1rem 1rem; } header, main, footer { padding-inline: .75rem; } .verdict { font-size: 1.2rem; }
  table { font-size: .85rem; } th, td { padding: .4rem .4rem; } tbody th { min-width: 8.5rem; } }
@media print { :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #0b5a6f;
    --s1: #0b6e8a; --s2: #c8641b; --s3: #5b7f2b; --s4: #7d4f9e; --s5: #b03a5b; --s6: #6b7280; --s7: #b8930c; --s8: #274b8f; --s9: #8a5a3c; --s10: #45a29e; --claim-1: #b0521a; --claim-2: #7d4f9e; --good: #1d6b3d; --bad: #a3281f; --watch: #7a5200; }
  @page { margin: 16mm 14mm; }
  body { font-size: 10pt; } nav, summary { display: none; } header, main, footer { max-width: none; padding: 0; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .8rem 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, figcaption, thead { break-after: avoid; } figure > .plot, tr, .claim { break-inside: avoid; } .scroll, .plot { overflow: visible; } svg { min-width: 0; }
  .swatch, section, .tiles div { print-color-adjust: exact; } }
`;
