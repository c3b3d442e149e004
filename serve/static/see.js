// What a royalty comes to: under the pointer on its curve, by a slider, or by a number.

import {get} from './page.js';

const {id} = document.body.dataset;

for (const form of document.querySelectorAll('form.sums')) {
  const {royalty, title} = form.dataset;
  const top = Number(form.dataset.top), from = Number(form.dataset.from), wide = Number(form.dataset.wide), page = Number(form.dataset.page);
  const {volume, range} = form.elements;
  const out = form.querySelector('output'), working = form.querySelector('.working');
  const figure = [...document.querySelectorAll('figure')].find(f => f.querySelector('figcaption')?.textContent.toLowerCase() === title.toLowerCase());
  const svg = figure?.querySelector('svg');
  const line = svg && document.createElementNS('http://www.w3.org/2000/svg', 'line');
  if (line) {
    for (const [name, value] of [['stroke', '#1d5673'], ['stroke-width', 12], ['y1', 80], ['y2', svg.viewBox.baseVal.height - 250]]) line.setAttribute(name, value);
    svg.append(line);
  }

  // Only the latest question is answered: the pointer moves faster than answers come.
  let asked, asking = false;
  async function ask(n) {
    asked = n;
    if (line) {
      const x = from + Math.min(1, Number(n) / top) * wide;
      line.setAttribute('x1', x);
      line.setAttribute('x2', x);
    }
    if (asking) return;
    asking = true;
    while (asked !== undefined) {
      const now = asked;
      asked = undefined;
      const answer = await get(`/deal/${id}/royalty?royalty=${encodeURIComponent(royalty)}&volume=${encodeURIComponent(now)}`);
      if (asked !== undefined) continue;
      if (!answer.ok) {
        out.textContent = `${answer.problems[0].message}; ${answer.problems[0].hint}`;
        continue;
      }
      const d = answer.data;
      out.textContent = `${Number(now).toLocaleString('en')}: ${d.due}${d.limit ? `, limited by the ${d.limit}` : ''}`;
      working.replaceChildren(...d.steps.map(s => {
        const li = document.createElement('li');
        li.textContent = [s.what, s.working, s.sum].filter(Boolean).join(': ');
        return li;
      }));
    }
    asking = false;
  }

  const show = n => { volume.value = String(n); range.value = String(Math.round(Math.min(1, n / top) * 1000)); ask(String(n)); };
  range.addEventListener('input', () => { const n = Math.round(top * range.value / 1000); volume.value = String(n); ask(String(n)); });
  volume.addEventListener('change', () => { range.value = String(Math.round(Math.min(1, Number(volume.value) / top) * 1000)); ask(volume.value.trim()); });
  form.addEventListener('submit', e => { e.preventDefault(); ask(volume.value.trim()); });
  svg?.addEventListener('pointermove', e => {
    const box = svg.getBoundingClientRect();
    const x = (e.clientX - box.left) / box.width * page;
    if (x >= from && x <= from + wide) show(Math.round((x - from) / wide * top));
  });
  ask(volume.value);
}
