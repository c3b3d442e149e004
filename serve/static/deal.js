// The agreement as the form: values are touched in the text, and what changed is sent
// back by provision. The text never scrolls by itself, but for who asks to be shown.

import {call, get, post, say, setHTML, showProblems, tabs} from './page.js';
import {draftOf, forget, read, recall, remember, useDefault} from './edit.js';
import {askReason, loadFindings, nextFinding} from './findings.js';
import {more} from './more.js';
import {dim, light, placesOf, showPlaces} from './places.js';

const {id, file} = document.body.dataset;
const base = '/deal/' + id;
let revision = document.body.dataset.revision;
let shown = revision;

const $ = name => document.getElementById(name);
const text = $('text'), side = $('side'), chosen = $('chosen'), dialog = $('choices');
const sideTab = tabs(side.querySelector('[role="tablist"]'));
tabs($('contents').querySelector('[role="tablist"]'), tab => { if (tab.id === 'tab-values') loadValues(); });

// What is open: the value that is edited, and the element from which it was opened.
let open = null;
// How often another was asked for: the answer to an earlier asking is let go.
let asked = 0;

// go shows a place of the text, because somebody asked for it.
function go(element) {
  if (narrow.matches) closeSide(false);
  element.scrollIntoView({block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
  const target = element.matches('[tabindex]') ? element : element.closest('[tabindex]') ?? element;
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
  target.focus({preventScroll: true});
}

// --- the notes beside the text; on a narrow screen below it.

const narrow = matchMedia('(max-width: 68rem)');

function openSide() {
  side.classList.add('open');
  $('to-side').setAttribute('aria-expanded', 'true');
}

function closeSide(back = true) {
  side.classList.remove('open');
  $('to-side').setAttribute('aria-expanded', 'false');
  if (back && open?.from?.isConnected) open.from.focus({preventScroll: true});
}

$('to-side').addEventListener('click', () => {
  if (side.classList.contains('open')) {
    closeSide();
  } else {
    openSide();
    side.querySelector('[role="tab"][aria-selected="true"]').focus();
  }
});
$('close-side').addEventListener('click', () => { cancel(); closeSide(); $('to-side').focus(); });
$('to-contents').addEventListener('click', () => {
  const on = $('contents').classList.toggle('open');
  $('to-contents').setAttribute('aria-expanded', on);
  if (on) $('contents').querySelector('[role="tab"][aria-selected="true"]').focus();
});
$('contents').addEventListener('click', e => {
  if (e.target.closest('a')) {
    $('contents').classList.remove('open');
    $('to-contents').setAttribute('aria-expanded', 'false');
  }
});

// --- one value, in an editor beside the text.

async function openValue(ats, from) {
  cancel();
  const mine = asked;
  const answer = await get(`${base}/value?at=${encodeURIComponent(ats.join(' '))}`);
  if (mine !== asked) return; // another value was chosen meanwhile, or none
  openSide();
  sideTab('tab-chosen');
  if (!answer.ok) {
    const list = document.createElement('ul');
    list.className = 'problems';
    showProblems(list, answer.problems);
    chosen.replaceChildren(list);
    say(answer.problems[0].message);
    return;
  }
  setHTML(chosen, answer.data);
  open = {ats, from};
  const found = light(ats);
  for (const form of chosen.querySelectorAll('form.field')) {
    showPlaces(form.querySelector('.places'), ats.length > 1 ? light([form.dataset.pointer]) : found, go);
    if (recall(id, form)) showProblems(form.querySelector('.problems'), [{severity: 'note', message: 'You had typed this and it was not kept', hint: 'Keep it, or leave it.'}]);
  }
  if (ats.length > 1) light(ats);
  chosen.querySelector('input, select, textarea, button')?.focus({preventScroll: narrow.matches === false});
}

// cancel puts back what a preview showed and forgets what was typed.
function cancel() {
  endPreview();
  if (open) for (const form of chosen.querySelectorAll('form.field')) forget(id, form);
  open = null;
  asked++;
  dim();
}

// keep writes a change of one value, or takes the value away, and shows what it did.
async function keep(pointer, value, problems, focus) {
  const answer = value === undefined ? await call('set_aside', {file, revision, pointer}) : await call('change', {file, revision, pointer, value});
  if (!answer.ok) {
    if (answer.status === 412) await refresh('');
    if (problems) showProblems(problems, answer.problems);
    say('Not kept. ' + answer.problems[0].message);
    return false;
  }
  endPreview();
  await refresh(value === undefined ? 'Set aside; it can be put back under Questions' : `${answer.data.before || 'nothing'} is now ${answer.data.after}`);
  if (focus) restoreFocus(pointer);
  return true;
}

// restoreFocus goes back to where the value stands in the new text.
function restoreFocus(pointer) {
  const place = placesOf(pointer).printed.find(e => e.tabIndex === 0);
  if (place) place.focus({preventScroll: true});
  else if (open?.from?.isConnected) open.from.focus({preventScroll: true});
  else $('main').focus({preventScroll: true});
}

chosen.addEventListener('submit', async e => {
  e.preventDefault();
  const form = e.target.closest('form.field');
  const list = form.querySelector('.problems');
  const {value, problem} = read(form);
  if (problem) {
    showProblems(list, [problem]);
    const input = form.querySelector('[name="value"]');
    input?.setAttribute('aria-invalid', 'true');
    input?.focus();
    return;
  }
  const at = form.dataset.pointer;
  const whole = open?.ats.length === 1;
  if (await keep(at, value, list, false)) {
    forget(id, form);
    const from = open?.from;
    if (!whole) {
      await openValue(open.ats, from);
    } else {
      open = null;
      chosen.replaceChildren(done());
      if (narrow.matches) closeSide(false);
      dim();
      light([at]);
      open = {ats: [at], from};
      restoreFocus(at);
    }
  }
});

function done() {
  const p = document.createElement('p');
  p.className = 'quiet';
  p.textContent = 'Kept. The places that print it are lit in the text.';
  return p;
}

chosen.addEventListener('click', async e => {
  const form = e.target.closest('form.field');
  if (!form) return;
  if (e.target.closest('[data-cancel]')) {
    const from = open?.from;
    cancel();
    chosen.replaceChildren();
    sideTab('tab-findings');
    closeSide(false);
    from?.isConnected ? from.focus({preventScroll: true}) : $('main').focus({preventScroll: true});
  } else if (e.target.closest('[data-take]')) {
    if (await keep(form.dataset.pointer, undefined, form.querySelector('.problems'), true)) {
      forget(id, form);
      chosen.replaceChildren(done());
      if (narrow.matches) closeSide(false);
    }
  } else if (e.target.closest('[data-use]')) {
    useDefault(form, e.target.closest('[data-use]').dataset.use);
    wanted = form;
    previewLatest();
  }
});

// --- preview: the text as it would be, while somebody types.

let under, wanted = null, showing = false;
const originals = new Map();

chosen.addEventListener('input', e => {
  const form = e.target.closest('form.field');
  if (!form) return;
  e.target.removeAttribute('aria-invalid');
  remember(id, form);
  wanted = form;
  previewLatest();
});

// A key is shown at once; while one is under way only the latest of those that follow is
// asked for.
async function previewLatest() {
  if (showing) return;
  showing = true;
  while (wanted) {
    const form = wanted;
    wanted = null;
    await preview(form);
  }
  showing = false;
}

async function preview(form) {
  const {value, problem} = read(form);
  if (problem || draftOf(form)) return;
  const asked = {};
  under = asked;
  const answer = await post(`${base}/preview`, {revision, pointer: form.dataset.pointer, value});
  if (under !== asked) return;
  const list = form.querySelector('.problems');
  if (!answer.ok) return; // what is wrong is said when it is left or kept
  showProblems(list, []);
  restore();
  for (const [piece, html] of Object.entries(answer.data.changed)) {
    const now = pieceOf(piece);
    if (!now) continue;
    originals.set(piece, now);
    const fresh = make(html);
    fresh.classList.add('preview');
    now.replaceWith(fresh);
  }
  if (open) light(open.ats);
  const n = originals.size;
  $('stale').textContent = n ? '· preview, not kept yet' : '';
}

// endPreview puts the text back; where what was shown is kept, the new text follows.
function endPreview() {
  under = wanted = null;
  restore();
}

function restore() {
  for (const [piece, was] of originals) pieceOf(piece)?.replaceWith(was);
  originals.clear();
  $('stale').textContent = shown === revision ? '' : '· the text is of an earlier revision';
}

const pieceOf = name => [...text.children].find(e => e.dataset.piece === name);

function make(html) {
  const box = document.createElement('div');
  setHTML(box, html);
  return box.firstElementChild;
}

// --- further elements of lists.

more(base, input => call('change', {file, revision, ...input}), async (list, d) => {
  await refresh('Added');
  openValue([d.pointer], $('main'));
});

// --- the text as it is on disk.

async function refresh(what) {
  const answer = await get(`${base}/text?since=${encodeURIComponent(shown)}`);
  if (!answer.ok) {
    say(answer.problems[0].message);
    return;
  }
  const t = answer.data;
  const there = new Map([...text.children].map(e => [e.dataset.piece, e]));
  const changed = Object.keys(t.changed);
  for (const piece of changed) {
    const fresh = make(t.changed[piece]);
    there.get(piece)?.replaceWith(fresh);
    there.set(piece, fresh);
  }
  if (t.order.length > 0 && (text.children.length !== t.order.length || t.order.some((p, i) => text.children[i]?.dataset.piece !== p))) {
    text.replaceChildren(...t.order.map(p => there.get(p)).filter(Boolean));
  }
  setContents(t.contents);
  revision = t.revision;
  shown = t.shown;
  document.body.dataset.revision = revision;
  $('revision').textContent = revision.slice(0, 6);
  $('stale').textContent = shown === revision ? '' : '· the text is of an earlier revision';
  showProblems($('broken'), t.broken);
  for (const [name, of] of [['undo', t.undo], ['redo', t.redo]]) {
    $(name).disabled = !of;
    $(name).title = of;
  }
  if (open) light(open.ats);
  if (!$('values').hidden) loadValues();
  else valuesOf = '';
  const n = changed.length;
  say(`${what ? what + '. ' : ''}${n === 0 ? 'The text is the same' : n === 1 ? 'One provision changed' : n + ' provisions changed'}.`);
  loadFindings();
}

function setContents(list) {
  const ol = $('toc').querySelector('ol');
  ol.replaceChildren(...list.map(e => {
    const li = document.createElement('li');
    li.className = e.Class;
    const a = document.createElement('a');
    a.href = '#p:' + e.ID;
    if (e.Label) {
      const no = document.createElement('span');
      no.className = 'no';
      no.textContent = e.Label;
      a.append(no, ' ');
    }
    a.append(e.Words);
    li.append(a);
    return li;
  }));
}

let valuesOf = '';
async function loadValues() {
  if (valuesOf === revision) return;
  const box = $('values');
  const opened = new Set([...box.querySelectorAll('details[open]')].map(d => d.dataset.group));
  const answer = await get(`${base}/values`);
  if (!answer.ok) return;
  valuesOf = revision;
  setHTML(box, answer.data);
  for (const d of box.querySelectorAll('details')) if (opened.has(d.dataset.group)) d.open = true;
}

// --- the choices of a clause.

async function openChoices(topic, from) {
  const answer = await get(`${base}/choices?topic=${encodeURIComponent(topic)}`);
  if (!answer.ok) {
    say(answer.problems[0].message);
    return;
  }
  setHTML(dialog, answer.data);
  dialog.from = from;
  dialog.showModal();
}

dialog.addEventListener('close', () => { if (dialog.from?.isConnected) dialog.from.focus({preventScroll: true}); });
dialog.addEventListener('click', async e => {
  const take = e.target.closest('[data-take-variant]');
  if (e.target.closest('[data-close]') || e.target === dialog) {
    dialog.close();
  } else if (take) {
    const list = document.createElement('ul');
    list.className = 'problems';
    take.after(list);
    const answer = await call('choose', {file, revision, topic: take.dataset.variantOf, variant: take.dataset.takeVariant});
    if (!answer.ok) {
      showProblems(list, answer.problems);
      say('Not taken. ' + answer.problems[0].message);
      return;
    }
    dialog.close();
    const aside = answer.data.aside.length;
    await refresh(`Taken: ${answer.data.after}${aside ? `; ${aside === 1 ? 'one value is' : aside + ' values are'} set aside` : ''}`);
  }
});

// --- everything that can be touched, by pointer and by key.

document.addEventListener('click', e => {
  const t = e.target;
  const value = t.closest('#text [data-at]');
  const line = t.closest('#values [data-at]');
  const opener = t.closest('[data-open]');
  const topic = t.closest('button[data-topic]');
  const fix = t.closest('[data-fix]');
  const path = t.closest('[data-path]');
  const waive = t.closest('[data-waive]');
  const step = t.closest('[data-step]');
  if (value) openValue(value.dataset.at.split(' '), value.closest('[tabindex]') ?? value);
  else if (line) openValue([line.dataset.at], line);
  else if (opener) { dialog.close(); openValue([opener.dataset.open], opener); }
  else if (topic) openChoices(topic.dataset.topic, topic);
  else if (fix) { dialog.close(); keep(fix.dataset.fix, undefined, null, false).then(ok => { if (ok) side.querySelector('[role="tab"][aria-selected="true"]').focus(); }); }
  else if (path) openValue(['/' + path.dataset.path.replaceAll('.', '/')], path);
  else if (waive) askReason(waive, keep);
  else if (step) nextFinding(Number(step.dataset.step));
});

document.addEventListener('keydown', e => {
  const value = e.target.closest?.('#text [data-at][tabindex]');
  if (value && (e.key === 'Enter' || e.key === ' ')) {
    e.preventDefault();
    openValue(value.dataset.at.split(' '), value);
  } else if (e.key === 'Escape' && !dialog.open && (open || side.classList.contains('open'))) {
    const from = open?.from;
    cancel();
    if (narrow.matches) closeSide(false);
    sideTab('tab-findings');
    from?.isConnected ? from.focus({preventScroll: true}) : $('main').focus({preventScroll: true});
  } else if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z' && !e.target.matches('input, textarea, select')) {
    e.preventDefault();
    turn(e.shiftKey ? 'redo' : 'undo');
  }
});

async function turn(way) {
  cancel();
  const answer = await call(way, {file, revision});
  if (!answer.ok) {
    say(answer.problems[0].message);
    if (answer.status === 412) refresh('Changed elsewhere');
    return;
  }
  await refresh((way === 'undo' ? 'Undone: ' : 'Done again: ') + answer.data.what);
  if ($(way).disabled) $(way === 'undo' ? 'redo' : 'undo').focus();
}
$('undo').addEventListener('click', () => turn('undo'));
$('redo').addEventListener('click', () => turn('redo'));

// Another window or program may have changed the file.
async function look() {
  if (document.hidden) return;
  const answer = await get(`${base}/text?since=${encodeURIComponent(shown)}`);
  if (answer.ok && answer.data.revision !== revision) {
    endPreview();
    refresh('Changed elsewhere');
  }
}
addEventListener('focus', look);
document.addEventListener('visibilitychange', look);

loadFindings();
