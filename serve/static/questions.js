// The questions of a deal. An answer is kept as it is left, as a change of its own; what
// is typed and not kept yet outlives a reload.

import {call, get, say, setHTML, showProblems} from './page.js';
import {coded, dayOf, forget, put, read, recall, remember, useDefault} from './edit.js';
import {load, more} from './more.js';

const {id, file} = document.body.dataset;
let revision = document.body.dataset.revision;
const $ = name => document.getElementById(name);
const page = $('page-problems');
const typed = new Set(); // forms with an answer that is not kept yet
let tableTyped = false;

// On a narrow screen the questions come first, and the list of all when it is asked for.
const narrow = matchMedia('(max-width: 68rem)');
if (narrow.matches) $('all').open = false;

function recallAll() {
  for (const form of document.querySelectorAll('form.field')) {
    if (!recall(id, form)) continue;
    typed.add(form);
    showProblems(form.querySelector('.problems'), [{severity: 'note', message: 'You had typed this and it was not kept', hint: 'It is kept when you go on.'}]);
  }
}
recallAll();

// Changes are made one after the other: each names the revision that the last one gave.
let queue = Promise.resolve(true);
const inTurn = work => queue = queue.then(work, work);

async function carry(operation, input, list, what, told = problems => problems) {
  const answer = await call(operation, {file, revision, ...input});
  if (!answer.ok) {
    showProblems(list, told(answer.problems));
    say('Not kept. ' + answer.problems[0].message);
    return false;
  }
  revision = answer.data.revision;
  document.body.dataset.revision = revision;
  $('revision').textContent = revision.slice(0, 6);
  $('undo').disabled = false;
  showProblems(list, []);
  say(what(answer.data));
  return true;
}

// again shows the page as the deal now is: other questions may be asked.
function again(at = document.activeElement?.closest('form.field')?.dataset.pointer ?? '') {
  sessionStorage.setItem('engross at', at);
  location.reload();
}

const at = sessionStorage.getItem('engross at');
if (at) {
  sessionStorage.removeItem('engross at');
  const here = [...document.querySelectorAll('form.field')].find(f => f.dataset.pointer === at || f.dataset.pointer.startsWith(at + '/'));
  (here?.querySelector('input, select, textarea') ?? $('main')).focus();
}

const mark = (form, words) => { form.querySelector('.kept-mark').textContent = words; };

// keepField keeps an answer; it reports whether nothing is left to be kept.
async function keepField(form) {
  if (!typed.has(form)) return true;
  const list = form.querySelector('.problems');
  const {value, problem} = read(form);
  if (problem) {
    showProblems(list, [problem]);
    form.querySelector('[name="value"]')?.setAttribute('aria-invalid', 'true');
    mark(form, '');
    return false;
  }
  typed.delete(form);
  if (!await carry('change', {pointer: form.dataset.pointer, value}, list, d => `Kept: ${d.after}`)) {
    typed.add(form);
    return false;
  }
  if (typed.has(form)) return true; // somebody types on
  forget(id, form);
  settled(form, 'kept');
  return true;
}

// right says that what the starter had is right.
async function right(form) {
  const answer = await call('confirm', {file, pointer: form.dataset.pointer});
  if (!answer.ok) return false;
  settled(form, 'right');
  return true;
}

let answers = 0; // that were settled: what was asked for before one of them is no longer so
function settled(form, words) {
  answers++;
  delete form.dataset.look;
  form.classList.add('kept');
  form.classList.remove('needed');
  form.querySelector('.mark-need').textContent = '';
  form.querySelector('.as-begun')?.remove();
  form.querySelector('[data-right]')?.remove();
  mark(form, words);
  renew();
}

const keepSoon = form => inTurn(() => keepField(form));

// renew shows what is needed now, and other questions where others are asked.
let renewing;
function renew() {
  clearTimeout(renewing);
  renewing = setTimeout(async () => {
    const before = answers;
    const answer = await get(location.pathname);
    if (!answer.ok || before !== answers) return;
    const box = document.createElement('div');
    setHTML(box, answer.data);
    const all = $('all').open;
    for (const name of ['outline', 'progress']) $(name).replaceChildren(...box.querySelector('#' + name).childNodes);
    $('all').open = all;
    $('revision').textContent = revision.slice(0, 6);
    for (const head of $('asked').querySelectorAll('section > h2')) { // names may be others now
      const name = box.querySelector(`#asked section[data-of="${CSS.escape(head.parentElement.dataset.of)}"] > h2`);
      if (name && name.textContent !== head.textContent) head.replaceChildren(...name.cloneNode(true).childNodes);
    }
    const pointers = of => [...of.querySelectorAll('form.field')].filter(f => !f.closest('.more')).map(f => f.dataset.pointer).join(' ');
    const now = $('asked'), fresh = box.querySelector('#asked');
    for (const form of fresh.querySelectorAll('form.field')) { // what the checks say of an answer, now that it is kept
      const here = [...now.querySelectorAll('form.field')].find(f => f.dataset.pointer === form.dataset.pointer);
      if (!here || typed.has(here)) continue;
      here.classList.toggle('needed', form.classList.contains('needed'));
      here.querySelector('.mark-need').textContent = form.querySelector('.mark-need').textContent;
      here.querySelector('.problems').replaceChildren(...form.querySelector('.problems').cloneNode(true).childNodes);
    }
    if (pointers(now) === pointers(fresh) || typed.size > 0) return;
    const focused = now.contains(document.activeElement) ? document.activeElement.closest('form.field')?.dataset.pointer : '';
    const open = now.querySelector('details.standards')?.open;
    const said = [...now.querySelectorAll('details.more[open]')].map(d => d.dataset.of);
    now.replaceChildren(...fresh.childNodes);
    await Promise.all([...now.querySelectorAll('details.more')].filter(d => said.includes(d.dataset.of)).map(d => { d.open = true; return load(`/deal/${id}`, d); }));
    if (open && now.querySelector('details.standards')) now.querySelector('details.standards').open = true;
    if (focused) [...now.querySelectorAll('form.field')].find(f => f.dataset.pointer === focused)?.querySelector('input, select, textarea')?.focus({preventScroll: true});
    say('Other questions are asked now');
  }, 150);
}

document.addEventListener('input', e => {
  if (e.target.closest('form.rows')) { tableTyped = true; e.target.classList.remove('filler', 'look'); }
  const form = e.target.closest('form.field');
  if (!form) return;
  e.target.removeAttribute('aria-invalid');
  form.classList.remove('kept');
  mark(form, '');
  typed.add(form);
  remember(id, form);
});

document.addEventListener('focusout', e => {
  const form = e.target.closest?.('form.field');
  const on = e.relatedTarget; // from one input of an answer to another, it is not left
  if (form && typed.has(form) && !(form.contains(on) && on.matches('input, select, textarea'))) keepSoon(form);
});

// Enter keeps the answer and goes on to the next question.
document.addEventListener('submit', e => {
  e.preventDefault();
  const form = e.target;
  if (form.matches('form.rows')) {
    inTurn(() => keepRows(form)).then(ok => { if (ok) again(); });
  } else if (form.matches('form.field')) {
    const all = [...document.querySelectorAll('form.field')];
    const next = all[all.indexOf(form) + 1];
    if (!typed.has(form) && 'look' in form.dataset) inTurn(() => right(form));
    else keepSoon(form).then(ok => { if (!ok) form.querySelector('[name="value"]')?.focus(); });
    next?.querySelector('input, select, textarea')?.focus();
  }
});

// Whoever goes to another page takes everything that is typed along.
document.addEventListener('click', async e => {
  const link = e.target.closest('a[href]');
  if (!link || e.defaultPrevented || e.ctrlKey || e.metaKey || e.shiftKey || link.getAttribute('href').startsWith('#')) return;
  e.preventDefault();
  const rows = document.querySelector('form.rows');
  for (const form of [...typed]) keepSoon(form);
  if (rows && tableTyped) inTurn(() => keepRows(rows));
  await queue;
  const left = [...typed][0];
  if (left) left.querySelector('[name="value"]')?.focus();
  else if (!tableTyped) location.assign(link.href);
});

document.addEventListener('click', async e => {
  const t = e.target;
  const form = t.closest('form.field');
  const turn = t.closest('#undo, #redo'), add = t.closest('[data-add]'), back = t.closest('[data-restore]');
  if (t.closest('[data-use]')) {
    useDefault(form, t.closest('[data-use]').dataset.use);
    typed.add(form);
    remember(id, form);
    mark(form, '');
  } else if (t.closest('[data-right]')) {
    const next = form.parentElement.querySelector('form.field.needed:not([data-pointer="' + CSS.escape(form.dataset.pointer) + '"]) [data-right]');
    inTurn(() => right(form));
    next?.focus();
  } else if (t.closest('[data-take]')) {
    if (await inTurn(() => carry('set_aside', {pointer: form.dataset.pointer}, form.querySelector('.problems'), () => 'Set aside'))) { typed.delete(form); forget(id, form); again(); }
  } else if (t.closest('[data-cut]')) {
    if (await inTurn(() => carry('set_aside', {pointer: t.closest('[data-cut]').dataset.cut}, page, () => 'Set aside'))) again();
  } else if (add) {
    if (await inTurn(() => carry('add', {matter: add.dataset.add}, page, d => d.after))) again();
  } else if (back) {
    if (await inTurn(() => carry('restore', {item: Number(back.dataset.restore)}, page, () => 'Put back'))) again();
  } else if (t.closest('[data-more]')) {
    addRow(t.closest('form.rows')).querySelector('input').focus();
  } else if (t.closest('[data-drop]')) {
    t.closest('tr').remove();
    tableTyped = true;
  } else if (turn) {
    if (await inTurn(() => carry(turn.id, {}, page, d => d.what))) again();
  }
});

// What is typed is kept before another element comes.
async function keepNew(input) {
  for (const form of [...typed]) keepSoon(form);
  let answer;
  await inTurn(async () => { answer = await call('change', {file, revision, ...input}); return answer.ok; });
  return answer;
}
more(`/deal/${id}`, keepNew, (list, d) => again(d.pointer));

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
  tableTyped = true;
  const form = cell.closest('form.rows');
  let row = cell.closest('tr');
  const first = Number(cell.dataset.col);
  const lines = cellsOf(text);
  let over = 0;
  for (const [n, cells] of lines.entries()) {
    if (n > 0) row = row.nextElementSibling ?? addRow(form);
    for (const [i, words] of cells.entries()) {
      const to = row.querySelector(`[data-col="${first + i}"]`);
      if (!to) {
        if (words) over++;
        continue;
      }
      to.value = words;
      to.removeAttribute('aria-invalid');
      to.classList.remove('filler', 'look');
    }
  }
  const left = over ? `; ${over === 1 ? 'one cell has' : over + ' cells have'} no column here and ${over === 1 ? 'was' : 'were'} left out` : '';
  if (over) showProblems(form.querySelector('.problems'), [{severity: 'warning', message: `${over === 1 ? 'One cell' : over + ' cells'} to the right of the last column ${over === 1 ? 'was' : 'were'} left out`, hint: 'Paste from the first column, or leave out what the table has no column for.'}]);
  say(`${lines.length === 1 ? 'One row' : lines.length + ' rows'} pasted${left}`);
});

// cellsOf are the cells of rows as spreadsheets copy them: a cell with a tab or the end of
// a line in it stands between quotation marks.
function cellsOf(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.replace(/\r\n?/g, '\n').replace(/\n$/, '').matchAll(/(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).replace(/\s+/g, ' ').trim());
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows;
}

const columnsOf = form => [...form.querySelectorAll('th[data-in]')].map(th => ({kind: th.dataset.kind, path: th.dataset.in.split('/')}));

// ofCell is what stands in a cell as the value of its column; what the column lists may
// be called by its name.
function ofCell(kind, text, known) {
  const code = s => known ? coded(known, s) : s;
  switch (kind) {
    case 'lines': case 'choices': return text.split(',').map(s => code(s.trim())).filter(Boolean);
    case 'countries': return text.split(/[,;]/).map(s => coded('countries', s.trim())).filter(Boolean);
    case 'country': return coded('jurisdictions', text);
    case 'date': case 'when': return dayOf(text).value ?? text;
    case 'whole': return /^-?[0-9]{1,9}$/.test(text) ? Number(text) : text;
    case 'yes-no': return /^(true|yes)$/i.test(text) ? true : /^(false|no)$/i.test(text) ? false : text;
  }
  return code(text);
}

// rowValue is a row as an element of the list: what the table does not show stays, what
// is blank is not stated.
function rowValue(columns, row) {
  const value = row.dataset.raw ? JSON.parse(row.dataset.raw) : {};
  for (const input of row.querySelectorAll('input')) {
    const {kind, path} = columns[Number(input.dataset.col)];
    const text = input.value.trim();
    put(value, path, text === '' ? undefined : ofCell(kind, text, input.getAttribute('list')));
  }
  return value;
}

// named gives an id to elements that have none, made of their first words.
function named(list) {
  const taken = new Set(list.map(v => v.id).filter(Boolean));
  for (const v of list) {
    if (v.id) continue;
    const words = Object.values(v).find(x => typeof x === 'string') ?? 'row';
    const base = words.toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 24) || 'row';
    let name = /^[a-z]/.test(base) ? base : 'n' + base;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    v.id = name;
    taken.add(name);
  }
  return list;
}

// atCells marks the cells that problems concern, and calls them by row and column.
function atCells(form, problems) {
  for (const cell of form.querySelectorAll('[aria-invalid]')) cell.removeAttribute('aria-invalid');
  const filled = [...form.querySelectorAll('tbody tr')].filter(row => [...row.querySelectorAll('input')].some(i => i.value.trim()) || row.dataset.raw);
  const columns = [...form.querySelectorAll('th[data-in]')];
  return problems.map(p => {
    const [row, ...rest] = p.pointer?.startsWith(form.dataset.pointer + '/') ? p.pointer.slice(form.dataset.pointer.length + 1).split('/') : [];
    const path = rest.join('/');
    const col = columns.findIndex(th => path && (path === th.dataset.in || path.startsWith(th.dataset.in + '/') || th.dataset.in.startsWith(path + '/')));
    if (row === undefined || !filled[row]) return p;
    const cell = filled[row].querySelector(`[data-col="${col}"]`);
    cell?.setAttribute('aria-invalid', 'true');
    return {...p, message: `Row ${Number(row) + 1}${col < 0 ? '' : ', ' + columns[col].textContent}: ${p.message}`};
  });
}

async function keepRows(form) {
  const columns = columnsOf(form);
  const rows = named([...form.querySelectorAll('tbody tr')].map(row => rowValue(columns, row)).filter(v => Object.keys(v).length > 0));
  const ok = await carry('change', {pointer: form.dataset.pointer, value: rows}, form.querySelector('.problems'), () => `${rows.length} rows kept`, problems => atCells(form, problems));
  if (ok) {
    tableTyped = false;
    await call('confirm', {file, pointer: form.dataset.pointer}); // whoever keeps a table has looked at it
  }
  return ok;
}
