/** Style of the report page: light and dark by the reader's setting, one column, tables that scroll on their own. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#1f2328;--soft:#57606a;--paper:#fff;--rule:#d0d7de;--a:#0072b2;--b:#56a3d0;--c:#8f6a00;--d:#8c959f;--pass:#116329;--fail:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4af;--paper:#0d1117;--rule:#30363d;--a:#58a6ff;--b:#2f6db0;--c:#d2a93a;--d:#6e7681;--pass:#56d364;--fail:#ff8a80}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:46rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.15rem;margin:2rem 0 .25rem}
figure{margin:1rem 0}figcaption{font-weight:600}
svg{width:100%;max-width:34rem;height:auto;display:block}
svg text{font:12px system-ui,sans-serif;fill:var(--ink)}svg .soft{fill:var(--soft)}
.soft{color:var(--soft)}
.grid{stroke:var(--rule)}.chance{stroke:var(--soft);stroke-dasharray:4 4}.line{stroke:var(--a);stroke-width:2;fill:none}
.interval{stroke:var(--ink);stroke-width:1.5}.dot{fill:var(--a)}.bar{fill:var(--b)}.whole{fill:var(--a)}
.group0{fill:var(--a)}.group1{fill:var(--b)}.group2{fill:var(--c)}.group3{fill:var(--d)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.pass{color:var(--pass)}.fail{color:var(--fail)}
`
