// Comparing a deal, and bringing changes of the other side home.

import {base64, call, get, say, setHTML, showProblems} from './page.js';

const {id, file} = document.body.dataset;
let revision = document.body.dataset.revision;
const $ = name => document.getElementById(name);
const result = $('result'), wrong = $('page-problems');
let back = null; // the file that came back
let side = ''; // for whom it is judged

function show(answer) {
  showProblems(wrong, answer.ok ? [] : answer.problems);
  if (!answer.ok) {
    result.replaceChildren();
    say(answer.problems[0].message);
    return;
  }
  setHTML(result, answer.data);
  const head = result.querySelector('h2');
  say(head.textContent);
  head.focus();
}

$('returned').addEventListener('submit', async e => {
  e.preventDefault();
  back = e.target.elements.file.files[0] ?? null;
  if (!back) return;
  say('Reading');
  side = e.target.elements.side.value;
  const token = document.querySelector('meta[name="engross-page"]').content;
  try {
    const answer = await fetch(`/deal/${id}/returned?side=${encodeURIComponent(side)}`, {method: 'POST', body: back, headers: {'Engross-Page': token, 'Content-Type': 'application/octet-stream'}});
    show(answer.ok ? {ok: true, data: await answer.text()} : {ok: false, problems: (await answer.json()).problems});
  } catch {
    show({ok: false, problems: [{severity: 'error', message: 'The workbench does not answer', hint: 'Start engross serve again.'}]});
  }
});

$('against').addEventListener('submit', async e => {
  e.preventDefault();
  back = null;
  const address = `/deal/${id}/redline?against=${encodeURIComponent(e.target.elements.what.value)}`;
  if (e.submitter?.name === 'as') {
    location.assign(`${address}&as=${e.submitter.value}`);
    return;
  }
  say('Comparing');
  show(await get(address));
});

document.addEventListener('click', async e => {
  const with_ = e.target.closest('[data-compare]'), to = e.target.closest('[data-back]');
  if (with_) {
    $('c-what').value = with_.dataset.compare;
    $('against').requestSubmit($('against').querySelector('.primary'));
  } else if (to) {
    const answer = await call('back', {file, revision, round: Number(to.dataset.back)});
    if (answer.ok) location.assign('/deal/' + id);
    else showProblems(wrong, answer.problems);
  }
});

$('round').addEventListener('submit', async e => {
  e.preventDefault();
  const answer = await call('round', {file, revision, name: e.target.elements.name.value, who: e.target.elements.who.value});
  if (answer.ok) location.reload();
  else showProblems(wrong, answer.problems);
});

result.addEventListener('click', async e => {
  const all = e.target.closest('[data-all]');
  if (all) for (const box of result.querySelectorAll(`.decide [value="${all.dataset.all}"]`)) box.checked = true;
  if (!e.target.closest('#accept') || !back) return;
  const decisions = [...result.querySelectorAll('.decide')].map(f => ({
    change: Number(f.dataset.change), decide: f.querySelector(':checked').value, reply: f.querySelector('[name="reply"]').value.trim(),
  })).filter(d => d.decide !== 'accept');
  const input = {file, revision, decisions, side, why: result.querySelector('[name="why"]').value};
  if (/\.docx$/i.test(back.name)) input.word = await base64(back);
  else input.markdown = await back.text();
  const answer = await call('accept', input);
  if (!answer.ok) {
    showProblems(wrong, answer.problems);
    say(answer.problems[0].message);
    return;
  }
  const d = answer.data;
  revision = d.revision;
  const some = (n, one, many) => n === 1 ? `one ${one}` : `${n} ${many}`;
  const words = `${some(d.values.length, 'value', 'values')} and ${some(d.wordings.length, 'wording', 'wordings')} came home; ${d.refused} refused, ${d.open} open`;
  const told = document.createElement('div');
  const h = document.createElement('h2');
  h.textContent = words;
  h.tabIndex = -1;
  told.append(h);
  const list = document.createElement('ul');
  for (const v of d.values) list.append(item(`${v.provision}: ${v.before || 'nothing'} → ${v.after}`));
  for (const f of d.follows) list.append(item(`follows, for it prints that value too: ${f.provision || f.heading}: ${f.before} → ${f.after}`));
  for (const w of d.wordings) list.append(item(`negotiated words: ${w}`));
  for (const o of d.offered) list.append(item(`offered instead: ${o}`));
  for (const l of d.left) list.append(item(`NOT brought home: ${l.provision || l.heading}: ${l.after}`));
  const a = document.createElement('a');
  a.href = '/deal/' + id;
  a.textContent = 'Read the agreement';
  const next = document.createElement('a');
  next.href = `/deal/${id}/file/docx`;
  next.textContent = 'The next draft as Word, with your answers as comments';
  const links = document.createElement('p');
  links.append(a, ' · ', next);
  told.append(list, links);
  result.replaceChildren(told);
  h.focus();
  say(words);
});

function item(text) {
  const li = document.createElement('li');
  li.textContent = text;
  return li;
}
