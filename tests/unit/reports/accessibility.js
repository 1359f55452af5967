// What test_accessible_pages.py asks of a page in the browser; axe is axe-core. 320 CSS pixels are a page of 1,280
// enlarged four times (1.4.10).
async function look() {
  const found = await axe.run(document, {resultTypes: ['violations']});
  const links = [...document.querySelectorAll('a')].map(one => one.getBoundingClientRect());
  const centres = links.map(box => [box.left + box.width / 2, box.top + box.height / 2]);
  let close = 0;
  centres.forEach(([x, y], i) => {
    centres.slice(0, i).forEach(([a, b]) => { if (Math.hypot(x - a, y - b) < 24) close++; });
  });
  const all = [...document.querySelectorAll('[id]')].map(one => one.id);
  const named = [...document.querySelectorAll('[aria-labelledby]')];
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map(one => Number(one.tagName[1]));
  const tables = [...document.querySelectorAll('table')];
  const narrow = document.createElement('iframe');
  narrow.style.width = '320px';
  narrow.srcdoc = document.documentElement.outerHTML.replace(/<script[^]*?<\/script>/g, '');
  await new Promise(ready => { narrow.onload = ready; document.body.appendChild(narrow); });
  const inside = narrow.contentDocument.documentElement;
  const result = {
    violations: found.violations.map(one => one.id + ': ' + one.nodes[0].failureSummary),
    passes: found.passes.length,
    small: links.filter(box => box.height < 24).length && close,
    twice: all.length - new Set(all).size,
    dangling: named.filter(one => !document.getElementById(one.getAttribute('aria-labelledby'))).length,
    nameless: tables.filter(one => !one.getAttribute('aria-labelledby')).length,
    headless: tables.filter(one => !one.querySelector('th')).length,
    rowless: tables.filter(one => one.tHead && [...one.tBodies[0].rows].some(row => !row.querySelector('th'))).length,
    jumps: levels.filter((level, i) => i && level > levels[i - 1] + 1).length,
    sideways: inside.scrollWidth - inside.clientWidth,
    clipped: [...document.querySelectorAll('body *')].filter(
      one => getComputedStyle(one).overflowX === 'hidden' && !one.closest('svg')).length,
    sticky: [...document.querySelectorAll('body *')].filter(
      one => ['fixed', 'sticky'].includes(getComputedStyle(one).position)).length,
    unframed: [...document.querySelectorAll('a, [tabindex]')].filter(
      one => { one.focus(); return one.matches(':focus-visible') && getComputedStyle(one).outlineStyle === 'none'; },
    ).length,
  };
  const out = document.createElement('pre');
  out.id = 'found';
  out.textContent = JSON.stringify(result);
  document.body.replaceChildren(out);
}
look();
