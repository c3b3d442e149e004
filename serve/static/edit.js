// Typed editors: what stands in a form, as the value of the term sheet, and back.

const wrong = (message, hint) => ({problem: {severity: 'error', message, hint}});

// read is the value in the form, or what is wrong with it. Blank is not absent: to take
// a value away is a button of its own.
export function read(form) {
  const kind = form.dataset.kind;
  const inputs = inputsOf(form);
  const typed = inputs[0]?.value.trim() ?? '';
  switch (kind) {
    case 'yes-no': {
      const on = inputs.find(i => i.checked);
      return on ? {value: on.value === 'true'} : wrong('Neither yes nor no is chosen', 'Choose one, or leave it.');
    }
    case 'choices':
      return {value: inputs.filter(i => i.checked).map(i => i.value)};
    case 'lines':
      return {value: typed.split('\n').map(s => s.trim()).filter(Boolean)};
    case 'countries':
      return {value: typed.split(/[\n,;]/).map(s => coded(inputs[0].dataset.known, s.trim())).filter(Boolean)};
  }
  if (typed === '') return wrong('Nothing is typed', 'A blank is not the same as a value that is not stated: to take the value out, use “Take it out”.');
  switch (kind) {
    case 'whole':
      return /^[0-9]{1,9}$/.test(typed) ? {value: Number(typed)} : wrong(`“${typed}” is no whole number`, 'Write digits alone, without the unit.');
    case 'decimal':
      return numberOf(typed.replace(/\s*(%|percent|per cent)$/i, ''));
    case 'money': {
      const currency = form.querySelector('[name="currency"]').value.trim().toUpperCase();
      if (!/^[A-Z]{3}$/.test(currency)) return wrong('The currency is missing', 'Write its code of three letters, such as EUR.');
      const said = /^([A-Za-z]{3}|[€£])|([A-Za-z]{3}|[€£])$/.exec(typed)?.[0].toUpperCase();
      const code = {'€': 'EUR', '£': 'GBP'}[said] ?? said;
      if (code && code !== currency) return wrong(`The amount says ${said} and the currency is ${currency}`, 'Write the amount alone, and the currency in its own field.');
      const {value, problem} = numberOf(typed.replace(/^([A-Za-z]{3}|[€£])|([A-Za-z]{3}|[€£])$/, '').trim());
      return problem ? {problem} : {value: {amount: value, currency}};
    }
    case 'currency':
      return /^[A-Za-z]{3}$/.test(typed) ? {value: typed.toUpperCase()} : wrong(`“${typed}” is no code of a currency`, 'Write its three letters, such as EUR.');
    case 'country': {
      const code = coded(inputs[0].dataset.known, typed);
      return countryCode.test(code) ? {value: code} : wrong(`“${typed}” is no country that the list knows`, 'Choose it from the list: type the first letters of its English name.');
    }
    case 'combo':
      return {value: coded(inputs[0].dataset.known, typed)};
    case 'when': {
      const word = coded(inputs[0].dataset.known, typed);
      const day = dayOf(word);
      return word === typed && day.problem && word !== 'term' && word !== 'last-to-expire' ? day : {value: day.value ?? word};
    }
  }
  return {value: typed};
}

const inputsOf = form => [...form.querySelectorAll('[name="value"], [data-value]')];

// blank reports whether nothing is typed or chosen.
export const blank = form => inputsOf(form).every(i => i.type === 'radio' || i.type === 'checkbox' ? !i.checked : i.value.trim() === '');

const countryCode = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

// coded is the code of what is typed by its name, in a list that the page has.
export function coded(list, typed) {
  const low = typed.toLowerCase().replace(/^the /, '');
  const found = [...document.getElementById(list)?.options ?? []].find(o => o.value.toLowerCase().replace(/^the /, '') === low);
  if (found) return found.dataset.code ?? found.value;
  return list.startsWith('o:') ? typed : countryCode.test(typed.toUpperCase()) ? typed.toUpperCase() : typed;
}

// numberOf is a number as people write it. One that could be read in two ways is not
// guessed at.
export function numberOf(text) {
  const plain = text.replace(/(?<=[0-9])[ \u00a0\u202f'’](?=[0-9]{3}(?![0-9]))/g, '');
  if (/^-?[0-9]+$/.test(plain)) return {value: plain};
  const [, sign, digits] = /^(-?)([0-9.,]+)$/.exec(plain) ?? [];
  const marks = digits?.replace(/[0-9]/g, '') ?? '';
  const groups = mark => digits.split(mark);
  const thousands = list => /^[0-9]{1,3}$/.test(list[0]) && list.slice(1).every(g => g.length === 3);
  const last = marks.at(-1);
  if (marks.length > 1 && !marks.slice(0, -1).includes(last) && new Set(marks.slice(0, -1)).size === 1) { // 1.500.000,50
    const at = digits.lastIndexOf(last), whole = digits.slice(0, at), rest = digits.slice(at + 1);
    if (thousands(whole.split(marks[0])) && rest) return {value: sign + whole.replaceAll(marks[0], '') + '.' + rest};
  }
  if (marks.length > 1 && new Set(marks).size === 1 && thousands(groups(last))) return {value: sign + digits.replaceAll(last, '')};
  if (marks.length === 1 && groups(last).every(Boolean)) {
    if (last === '.' || !thousands(groups(last))) return {value: sign + digits.replace(',', '.')};
    return wrong(`“${text}” can be read in two ways`, `Write ${digits.replace(',', '')}, or ${Number(digits.replace(',', '.'))} if the comma separates decimals.`);
  }
  return wrong(`“${text}” is no number`, 'Write digits: 1500000, or 0.20.');
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

// dayOf is a day as people write it, as the term sheet does. One that could be read in
// two ways is not guessed at.
export function dayOf(text) {
  const iso = (y, m, d) => {
    const day = new Date(Date.UTC(y, m - 1, d));
    return day.getUTCMonth() === m - 1 && day.getUTCDate() === d ? {value: `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`} : wrong(`There is no day ${text}`, 'Look at the day and the month.');
  };
  let p = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (p) return iso(+p[1], +p[2], +p[3]);
  p = /^(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})$/.exec(text) ?? /^([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(text);
  if (p) {
    const [day, month] = /^\d/.test(p[1]) ? [p[1], p[2]] : [p[2], p[1]];
    const m = months.indexOf(month.slice(0, 3).toLowerCase());
    if (m >= 0) return iso(+p[3], m + 1, +day);
  }
  p = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  if (p) {
    const [a, b, y] = [+p[1], +p[2], +p[3]];
    if (a === b || a > 12) return iso(y, b, a);
    if (b > 12) return iso(y, a, b);
    if (/^[0-9]+\./.test(text)) return iso(y, b, a); // with points, the day is first wherever they are written
    return wrong(`“${text}” can be read as two days`, 'Write the month as a word, such as 3 April 2027, or the year first: 2027-04-03.');
  }
  return wrong(`“${text}” is no day`, 'Write it such as 3 April 2027 or 2027-04-03.');
}

// put puts a value at a path of an element, and takes it away where it is undefined.
export function put(into, path, value) {
  const [step, ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) delete into[step];
    else into[step] = value;
    return;
  }
  if (into[step] === undefined) {
    if (value === undefined) return;
    into[step] = rest[0] === '0' ? [] : {};
  }
  put(into[step], rest, value);
  if (Object.keys(into[step]).length === 0) delete into[step];
}

// draftOf reports whether what is typed is too little to show.
export const draftOf = form => form.dataset.kind === 'date' && form.querySelector('[name="value"]').value.startsWith('0');

// useDefault puts a value of the standard into the form.
export function useDefault(form, value) {
  const inputs = inputsOf(form);
  switch (form.dataset.kind) {
    case 'yes-no':
      for (const i of inputs) i.checked = i.value === (value === 'true' || value === 'yes' ? 'true' : 'false');
      break;
    case 'choices': {
      const list = value.split('\n');
      for (const i of inputs) i.checked = list.includes(i.value);
      break;
    }
    default:
      inputs[0].value = value;
  }
  inputs[0].focus();
}

// What is typed and not yet kept outlives a reload and a server that was killed.
const key = (id, form) => `engross ${id} ${form.dataset.pointer}`;

export function remember(id, form) {
  const state = [...form.elements].filter(e => e.name).map(e => [e.name, e.value, e.checked ?? null]);
  try { sessionStorage.setItem(key(id, form), JSON.stringify(state)); } catch { /* without it nothing is lost but this */ }
}

export const forget = (id, form) => sessionStorage.removeItem(key(id, form));

// recall puts back what was typed; it reports whether there was anything.
export function recall(id, form) {
  const kept = sessionStorage.getItem(key(id, form));
  if (!kept) return false;
  const inputs = [...form.elements].filter(e => e.name);
  for (const [i, [name, value, checked]] of JSON.parse(kept).entries()) {
    const input = inputs[i];
    if (!input || input.name !== name) continue;
    if (input.type === 'radio' || input.type === 'checkbox') input.checked = checked;
    else input.value = value;
  }
  return true;
}

// Enter keeps words in a larger field too, where Shift with it begins a line, and an
// answer of several fields, such as a sum.
document.addEventListener('keydown', e => {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || !e.target.matches('form.field[data-kind="text"] textarea, form.field[data-kind="money"] input')) return;
  e.preventDefault();
  e.target.form.requestSubmit();
});
