// Comparing a deal, and bringing changes of the other side home.

import {base64, call, get, say, setHTML, showProblems} from './page.js';

const {id, file} = document.body.dataset;
let revision = document.body.dataset.revision;
const $ = name => document.getElementById(name);
const result = $('result'), wrong = $('page-problems');
let back = null; // the file that came back

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
  const token = document.querySelector('meta[name="engross-page"]').content;
  try {
    const answer = await fetch(`/deal/${id}/returned`, {method: 'POST', body: back, headers: {'Engross-Page': token, 'Content-Type': 'application/octet-stream'}});
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

$('round').addEventListener('submit', async e => {
  e.preventDefault();
  const answer = await call('round', {file, revision, name: e.target.elements.name.value, who: e.target.elements.who.value});
  if (answer.ok) location.reload();
  else showProblems(wrong, answer.problems);
});

result.addEventListener('click', async e => {
  if (e.target.closest('#none')) for (const box of result.querySelectorAll('[name="accept"]')) box.checked = false;
  if (!e.target.closest('#accept') || !back) return;
  const refuse = [...result.querySelectorAll('[name="accept"]')].filter(b => !b.checked).map(b => Number(b.value));
  const input = {file, revision, refuse, why: result.querySelector('[name="why"]').value};
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
  const words = `${d.values.length} values and ${d.wordings.length} wordings are home, ${d.refused} refused`;
  const told = document.createElement('div');
  const h = document.createElement('h2');
  h.textContent = words;
  h.tabIndex = -1;
  told.append(h);
  const list = document.createElement('ul');
  for (const v of d.values) list.append(item(`${v.provision}: ${v.before || 'nothing'} → ${v.after}`));
  for (const w of d.wordings) list.append(item(`negotiated words: ${w}`));
  for (const l of d.left) list.append(item(`NOT brought home: ${l.provision}: ${l.after}`));
  const a = document.createElement('a');
  a.href = '/deal/' + id;
  a.textContent = 'Read the agreement';
  told.append(list, a);
  result.replaceChildren(told);
  h.focus();
  say(words);
});

function item(text) {
  const li = document.createElement('li');
  li.textContent = text;
  return li;
}
