import {base64, call, get, say, showProblems, setHTML} from './page.js';

const form = document.getElementById('begin');
// What does not belong to the form chosen is not asked.
function fit() {
  const chosen = form.querySelector('[name="form"]:checked');
  document.getElementById('b-matters').hidden = !('full' in chosen.dataset);
  document.getElementById('b-many').hidden = !('many' in chosen.dataset);
}
form.addEventListener('change', fit);
fit();

form.addEventListener('submit', async e => {
  e.preventDefault();
  const [sort, value] = form.elements.form.value.split(':');
  let file = form.elements.name.value.trim();
  if (!file.endsWith('.json')) file += '.json';
  const input = {file};
  if (sort === 'form') {
    input.form = value;
  } else {
    input.kind = value;
    input.with = [...form.querySelectorAll('[name="with"]:checked')].map(i => i.value);
    if (value !== 'bilateral') input.parties = Number(form.elements.parties.value) || 0;
  }
  await begin(input, document.getElementById('b-problems'));
});

async function begin(input, list) {
  const answer = await call('begin', input);
  if (!answer.ok) {
    showProblems(list, answer.problems);
    return;
  }
  const id = await get('/open?file=' + encodeURIComponent(answer.data.file));
  location.assign(id.ok ? `/deal/${id.data.id}/questions` : '/');
}

document.getElementById('from').addEventListener('submit', async e => {
  e.preventDefault();
  const file = e.target.elements.from.files[0];
  if (!file) return;
  const name = file.name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N} _-]/gu, '-') || 'deal';
  await begin({file: name + '.json', from: await base64(file)}, document.getElementById('f-problems'));
});

// Findings are looked for one deal after the other, so that the list is there at once.
for (const row of document.querySelectorAll('tr[data-deal]')) {
  const cell = row.querySelector('.findings');
  if (!cell.querySelector('.quiet')) continue;
  const answer = await get('/deal/' + row.dataset.deal + '/findings');
  if (!answer.ok) continue;
  const box = document.createElement('div');
  setHTML(box, answer.data);
  const found = box.querySelector('[data-panel="p-findings"]');
  const errors = Number(found.dataset.errors), all = Number(found.dataset.count);
  cell.textContent = errors ? `${errors} of ${all} in the way` : all ? String(all) : 'none';
  cell.classList.toggle('error', errors > 0);
  const next = await get('/deal/' + row.dataset.deal + '/next');
  const day = row.querySelector('.next');
  day.textContent = next.ok && next.data.day ? next.data.day : 'none';
  if (next.ok && next.data.what) day.title = next.data.what;
}
say('The deals of the folder');
