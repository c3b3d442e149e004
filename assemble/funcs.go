package assemble

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"

	"github.com/Masterminds/sprig/v3"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// words are text that a clause may print as it stands, such as a phrase of the
// library: markup in them is markup and terms in them are terms. Everything
// else that is printed is a value.
type words string

// block is the mark of a table that was set aside.
type block string

// hermetic names the functions taken from sprig. Each depends on its arguments
// alone.
var hermetic = []string{
	"lower", "upper", "trim", "default", "ternary", "first", "last", "initial", "rest",
	"uniq", "sortAlpha", "contains", "hasPrefix", "empty", "coalesce",
}

// methods are the functions that need the agreement at hand, with the method of
// [context] that each stands for.
var methods = map[string]string{
	"party": "PartyName", "legalName": "LegalName", "parties": "PartyList",
	"asset": "AssetName", "field": "FieldName", "territory": "TerritoryName",
	"table": "Table", "filled": "Filled",
}

// stubs are all functions a clause may call. Those in methods are here only so
// that the parser knows them.
var stubs = func() template.FuncMap {
	m := template.FuncMap{
		"list": list3, "ending": ending, "plural": plural, "dash": dash, "cells": cells, "has": has, "sentence": capital,
		"until": until, "replace": replace, "join": joined,
		"add": add, "sub": sub, "mul": mul, "gt": gt, "lt": lt, "ge": ge, "le": le,
		"date": func(d schema.Date) string { return d.String() }, "money": func(m schema.Money) string { return m.String() },
		"percent": func(p schema.Percent) string { return p.String() }, "period": period,
		"country": func(c any) string { return schema.CountryName(schema.Country(fmt.Sprint(c))) },
		"languages": func(tags []string) []string {
			names := make([]string, len(tags))
			for i, tag := range tags {
				names[i] = schema.LanguageName(tag)
			}
			return names
		},
		"law": func(j any) string { return schema.JurisdictionName(schema.Jurisdiction(fmt.Sprint(j))) },
	}
	all := sprig.TxtFuncMap()
	for _, name := range hermetic {
		m[name] = all[name]
	}
	for name := range methods {
		m[name] = func(...any) string { return "" }
	}
	return m
}()

// list3 joins items as English does: "a", "a and b", "a, b and c". Items are
// anything that prints; a list of words gives words.
func list3(items any, conjunction string) (any, error) {
	v := reflect.ValueOf(items)
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Slice {
		return nil, fmt.Errorf("list needs a list, not %T", items)
	}
	var parts []string
	library := v.Type().Elem() == reflect.TypeFor[words]()
	for i := range v.Len() {
		s, err := printed(v.Index(i).Interface())
		if err != nil {
			return nil, err
		}
		parts = append(parts, s)
	}
	s := enumerate(parts, conjunction)
	if library {
		return words(s), nil
	}
	return s, nil
}

func enumerate(parts []string, conjunction string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " " + conjunction + " " + parts[last]
}

// ending is the punctuation after item i of n items of a list.
func ending(i, n int, conjunction string) words {
	switch i {
	case n - 1:
		return "."
	case n - 2:
		return words("; " + conjunction)
	}
	return ";"
}

func plural(n any, one, many string) (words, error) {
	k, err := integer(n)
	if errors.Is(err, errAbsent) {
		return "", nil // Emit says what is absent
	}
	if k == 1 {
		return words(one), err
	}
	return words(many), err
}

func period(n any, unit string) (string, error) {
	k, err := integer(n)
	if errors.Is(err, errAbsent) {
		return "", nil // Emit says what is absent
	}
	w, _ := plural(k, unit, unit+"s")
	return fmt.Sprintf("%d %s", k, w), err
}

// dash is a value for a table cell: an en dash where there is none.
func dash(v any) (string, error) {
	if s, err := printed(v); err == nil && s != "" {
		return s, nil
	}
	return "–", nil
}

// capital is words of the library, or a value, with a capital first, as a cell
// of a table begins.
func capital(v any) (any, error) {
	s, err := printed(v)
	if errors.Is(err, errAbsent) {
		return nil, nil // Emit says what is absent
	}
	if _, ok := v.(words); ok {
		return words(sentence(s)), err
	}
	return sentence(s), err
}

func cells(names ...string) []string { return names }

// has reports whether a list holds an item that prints as want.
func has(want string, list any) (bool, error) {
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return false, fmt.Errorf("has needs a list, not %T", list)
	}
	for i := range v.Len() {
		if fmt.Sprint(v.Index(i).Interface()) == want {
			return true, nil
		}
	}
	return false, nil
}

func add(a, b any) (int, error) { return arithmetic(a, b, func(x, y int) int { return x + y }) }
func sub(a, b any) (int, error) { return arithmetic(a, b, func(x, y int) int { return x - y }) }
func mul(a, b any) (int, error) { return arithmetic(a, b, func(x, y int) int { return x * y }) }

func arithmetic(a, b any, f func(int, int) int) (int, error) {
	x, err := integer(a)
	if err != nil {
		return 0, err
	}
	y, err := integer(b)
	return f(x, y), err
}

// The comparisons take any whole number, with its unit or without, as eq does.
func gt(a, b any) (bool, error) { return compare(a, b, func(d int) bool { return d > 0 }) }
func lt(a, b any) (bool, error) { return compare(a, b, func(d int) bool { return d < 0 }) }
func ge(a, b any) (bool, error) { return compare(a, b, func(d int) bool { return d >= 0 }) }
func le(a, b any) (bool, error) { return compare(a, b, func(d int) bool { return d <= 0 }) }

func compare(a, b any, is func(int) bool) (bool, error) {
	d, err := sub(a, b)
	return err == nil && is(d), err
}

func integer(n any) (int, error) {
	v := reflect.ValueOf(n)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() == reflect.Pointer {
		return 0, errAbsent
	}
	if !v.CanInt() {
		return 0, fmt.Errorf("%v is not a whole number", n)
	}
	return int(v.Int()), nil
}

// printed is a value as an agreement prints it. An error says that there is
// nothing to print; it reads after "the clause prints X, which".
func printed(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", errAbsent
	case string:
		return absent(v)
	case words:
		return absent(string(v))
	case agreement.Cell:
		return absent(agreement.Words(v))
	}
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return "", errAbsent
		}
		return printed(r.Elem().Interface())
	}
	if s, ok := v.(fmt.Stringer); ok {
		return absent(s.String())
	}
	switch r.Kind() {
	case reflect.String:
		return absent(r.String())
	case reflect.Int, reflect.Int64, reflect.Int32:
		return schema.Count(r.Int()), nil
	case reflect.Bool:
		return "", fmt.Errorf("is a yes or no, not words")
	case reflect.Slice:
		return "", fmt.Errorf("is a list: print it with list")
	}
	return "", fmt.Errorf("cannot be printed (%T)", v)
}

var errAbsent = fmt.Errorf("the term sheet does not give")

func absent(s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", errAbsent
	}
	return s, nil
}

const none = "–"

// sentence is words with a capital first, save where the second letter is one (pH, mRNA).
func sentence(s string) string {
	if s == "" {
		return none
	}
	first, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}
