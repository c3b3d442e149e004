// What the checks found, beside the text that it concerns.

import {get, setHTML} from './page.js';
import {light, placesOf} from './places.js';

const $ = name => document.getElementById(name);
const text = $('text');

let looking;
// loadFindings shows what the checks say of the deal as it stands on disk.
export async function loadFindings() {
  looking?.abort();
  looking = new AbortController();
  const answer = await get(`/deal/${document.body.dataset.id}/findings`, looking.signal);
  if (!answer.ok) return;
  const box = document.createElement('div');
  setHTML(box, answer.data);
  for (const part of box.querySelectorAll('[data-panel]')) {
    const panel = $(part.dataset.panel);
    panel.replaceChildren(...part.childNodes);
    if (part.dataset.panel === 'p-findings') {
      const errors = Number(part.dataset.errors), all = Number(part.dataset.count);
      $('badge').textContent = all ? String(all) : '';
      $('badge').className = errors ? 'error' : '';
      $('tab-findings').textContent = all ? `Findings ${all}` : 'Findings';
      mark(panel);
    }
    if (part.dataset.panel === 'p-departures') $('tab-departures').textContent = part.dataset.count === '0' ? 'Departures' : `Departures ${part.dataset.count}`;
  }
}

// mark puts a sign beside the text that a finding concerns.
function mark(panel) {
  for (const e of text.querySelectorAll('.found-error, .found-warning')) e.classList.remove('found-error', 'found-warning');
  for (const line of panel.querySelectorAll('li[data-about]')) {
    const weight = line.classList.contains('error') ? 'found-error' : line.classList.contains('warning') ? 'found-warning' : '';
    if (!weight) continue;
    const {printed, there} = placesOf(line.dataset.about.replaceAll(' ', '%20'));
    for (const e of printed.slice(0, 20)) (e.closest('.clause') ?? e.closest('.piece'))?.classList.add(weight);
    if (printed.length === 0) there[0]?.classList.add(weight);
  }
}

let finding = -1;
// nextFinding goes to the next finding, or the one before, and lights what it is about.
export function nextFinding(way) {
  const all = [...$('p-findings').querySelectorAll('ol.findings > li')];
  finding = (finding + way + all.length) % all.length;
  const line = all[finding];
  line.focus();
  line.scrollIntoView({block: 'nearest'});
  if (line.dataset.about) {
    const {printed, there} = light([line.dataset.about]);
    (printed[0] ?? there[0])?.scrollIntoView({block: 'center'});
  }
}

// askReason lets the parties accept a warning, with a reason that the sheet keeps.
export function askReason(button, keep) {
  const form = document.createElement('form');
  form.className = 'reason';
  const label = document.createElement('label');
  label.textContent = 'Why it is accepted (at least ten letters)';
  const input = document.createElement('textarea');
  input.rows = 2;
  label.append(input);
  const ok = document.createElement('button');
  ok.className = 'primary';
  ok.textContent = 'Accept it';
  const list = document.createElement('ul');
  list.className = 'problems';
  form.append(label, list, ok);
  button.closest('li').append(form);
  input.focus();
  form.addEventListener('submit', async e => {
    e.preventDefault();
    const value = {check: button.dataset.waive, reason: input.value.trim()};
    if (button.dataset.waiveAt) value.pointer = button.dataset.waiveAt;
    if (await keep('/waivers/-', value, list)) $('tab-findings').focus();
  });
}
