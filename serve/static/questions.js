// The questions of a deal: each answer is kept by itself, at once.

import {call, say, showProblems} from './page.js';
import {forget, read, recall, remember, useDefault} from './edit.js';

const {id, file} = document.body.dataset;
let revision = document.body.dataset.revision;
const page = document.getElementById('page-problems');

for (const form of document.querySelectorAll('form.field')) {
  if (recall(id, form)) showProblems(form.querySelector('.problems'), [{severity: 'note', message: 'You had typed this and it was not kept', hint: 'Keep it, or leave it.'}]);
}

async function carry(operation, input, list, what) {
  const answer = await call(operation, {file, revision, ...input});
  if (!answer.ok) {
    showProblems(list, answer.problems);
    say('Not kept. ' + answer.problems[0].message);
    return false;
  }
  revision = answer.data.revision;
  document.body.dataset.revision = revision;
  document.getElementById('revision').textContent = revision.slice(0, 6);
  document.getElementById('undo').disabled = false;
  showProblems(list, []);
  say(what(answer.data));
  return true;
}

// again shows the page as the deal now is: other questions may be asked.
const again = () => { sessionStorage.setItem('engross at', document.activeElement?.closest('form.field')?.dataset.pointer ?? ''); location.reload(); };

const at = sessionStorage.getItem('engross at');
if (at) {
  sessionStorage.removeItem('engross at');
  const forms = [...document.querySelectorAll('form.field')];
  const here = forms.findIndex(f => f.dataset.pointer === at);
  (forms[here]?.querySelector('input, select, textarea') ?? document.getElementById('main')).focus();
}

async function keepField(form) {
  const list = form.querySelector('.problems');
  const {value, problem} = read(form);
  if (problem) {
    showProblems(list, [problem]);
    form.querySelector('[name="value"]')?.setAttribute('aria-invalid', 'true');
    form.querySelector('[name="value"]')?.focus();
    return;
  }
  if (await carry('change', {pointer: form.dataset.pointer, value}, list, d => `Kept: ${d.after}`)) {
    forget(id, form);
    form.classList.add('kept');
    form.querySelector('button.primary').textContent = 'Kept';
  }
}

document.addEventListener('submit', e => {
  e.preventDefault();
  const form = e.target;
  if (form.matches('form.field')) keepField(form);
  else if (form.matches('form.rows')) keepRows(form);
});

document.addEventListener('input', e => {
  const form = e.target.closest('form.field');
  if (!form) return;
  e.target.removeAttribute('aria-invalid');
  form.classList.remove('kept');
  form.querySelector('button.primary').textContent = 'Change it';
  remember(id, form);
});

document.addEventListener('click', async e => {
  const t = e.target;
  const form = t.closest('form.field');
  if (t.closest('[data-use]')) useDefault(form, t.closest('[data-use]').dataset.use);
  else if (t.closest('[data-cancel]')) { forget(id, form); form.reset(); showProblems(form.querySelector('.problems'), []); }
  else if (t.closest('[data-take]')) {
    if (await carry('set_aside', {pointer: form.dataset.pointer}, form.querySelector('.problems'), () => 'Set aside')) { forget(id, form); again(); }
  } else if (t.closest('[data-add]')) {
    if (await carry('add', {matter: t.closest('[data-add]').dataset.add}, page, d => d.after)) again();
  } else if (t.closest('[data-restore]')) {
    if (await carry('restore', {item: Number(t.closest('[data-restore]').dataset.restore)}, page, () => 'Put back')) again();
  } else if (t.closest('[data-more]')) addRow(t.closest('form.rows')).querySelector('input').focus();
  else if (t.closest('[data-drop]')) t.closest('tr').remove();
  else if (t.closest('#undo, #redo')) {
    if (await carry(t.closest('button').id, {}, page, d => d.what)) again();
  }
});

// --- tables

function addRow(form) {
  const row = form.querySelector('#row').content.firstElementChild.cloneNode(true);
  form.querySelector('tbody').append(row);
  return row;
}

// Rows of a spreadsheet go into the cells from where they are pasted.
document.addEventListener('paste', e => {
  const cell = e.target.closest?.('form.rows input');
  const text = e.clipboardData.getData('text/plain');
  if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
  e.preventDefault();
  const form = cell.closest('form.rows');
  let row = cell.closest('tr');
  const first = Number(cell.dataset.col);
  const lines = text.replace(/\r/g, '').trimEnd().split('\n');
  for (const [n, line] of lines.entries()) {
    if (n > 0) row = row.nextElementSibling ?? addRow(form);
    for (const [i, words] of line.split('\t').entries()) {
      const to = row.querySelector(`[data-col="${first + i}"]`);
      if (to) to.value = words.trim().replace(/^"(.*)"$/, '$1').replaceAll('""', '"');
    }
  }
  say(`${lines.length} rows pasted`);
});

// rowValue is a row as an element of the list: what the table does not show stays, what
// is blank is not stated.
function rowValue(form, row) {
  const kinds = [...form.querySelectorAll('th[data-kind]')].map(th => th.dataset.kind);
  const value = row.dataset.raw ? JSON.parse(row.dataset.raw) : {};
  for (const input of row.querySelectorAll('input')) {
    const name = input.dataset.path.split('/').at(-1);
    const text = input.value.trim();
    const list = ['lines', 'choices'].includes(kinds[Number(input.dataset.col)]);
    if (text === '') delete value[name];
    else value[name] = list ? text.split(',').map(s => s.trim()).filter(Boolean) : text;
  }
  return value;
}

async function keepRows(form) {
  const rows = [...form.querySelectorAll('tbody tr')].map(row => rowValue(form, row)).filter(v => v.id);
  if (await carry('change', {pointer: form.dataset.pointer, value: rows}, form.querySelector('.problems'), () => `${rows.length} rows kept`)) again();
}
