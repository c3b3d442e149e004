// Typed editors: what stands in a form, as the value of the term sheet, and back.

const wrong = (message, hint) => ({problem: {severity: 'error', message, hint}});

// read is the value in the form, or what is wrong with it. Blank is not absent: to take
// a value away is a button of its own.
export function read(form) {
  const kind = form.dataset.kind;
  const inputs = [...form.querySelectorAll('[name="value"]')];
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
  }
  if (typed === '') return wrong('Nothing is typed', 'A blank is not the same as a value that is not stated: to take the value out, use “Take it out”.');
  switch (kind) {
    case 'whole':
      return /^[0-9]{1,9}$/.test(typed) ? {value: Number(typed)} : wrong(`“${typed}” is no whole number`, 'Write digits alone, without the unit.');
    case 'decimal':
      return /^-?[0-9]+(\.[0-9]+)?$/.test(typed) ? {value: typed} : wrong(`“${typed}” is no plain number`, 'Write digits, with a point for decimals and nothing between thousands.');
    case 'money': {
      const amount = typed.replaceAll(' ', '');
      const currency = form.querySelector('[name="currency"]').value.trim().toUpperCase();
      if (!/^[0-9]+(\.[0-9]+)?$/.test(amount)) return wrong(`“${typed}” is no plain amount`, 'Write digits, with a point for decimals and nothing between thousands: 1500000 or 0.20.');
      if (!/^[A-Z]{3}$/.test(currency)) return wrong('The currency is missing', 'Write its code of three letters, such as EUR.');
      return {value: {amount, currency}};
    }
  }
  return {value: typed};
}

// draftOf reports whether what is typed is too little to show.
export const draftOf = form => form.dataset.kind === 'date' && form.querySelector('[name="value"]').value.startsWith('0');

// useDefault puts a value of the standard into the form.
export function useDefault(form, value) {
  const inputs = [...form.querySelectorAll('[name="value"]')];
  switch (form.dataset.kind) {
    case 'yes-no':
      for (const i of inputs) i.checked = i.value === (value === 'true' || value === 'yes' ? 'true' : 'false');
      break;
    case 'choices': {
      const list = value.replace(/^\[|\]$/g, '').split(/[\s,]+/);
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

// Enter keeps words in a larger field too; with Shift it begins a line.
document.addEventListener('keydown', e => {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || !e.target.matches('form.field[data-kind="text"] textarea')) return;
  e.preventDefault();
  e.target.form.requestSubmit();
});
