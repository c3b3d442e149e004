package schema

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// convert is a value as a field's type has it. The error continues a sentence
// that begins with the field: "must be a whole number, not ...".
func convert(value any, t reflect.Type) (reflect.Value, error) {
	v := reflect.ValueOf(value)
	if !v.IsValid() {
		return v, fmt.Errorf("must have a value, not null")
	}
	if t.Kind() == reflect.Pointer && v.Type() != t {
		inner, err := convert(value, t.Elem())
		if err != nil {
			return inner, err
		}
		p := reflect.New(t.Elem())
		p.Elem().Set(inner)
		return p, nil
	}
	if v.Type() == t {
		return v, nil
	}
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		return convert(v.Elem().Interface(), t)
	}
	switch t {
	case reflect.TypeFor[Date](), reflect.TypeFor[Decimal](), reflect.TypeFor[Percent]():
		return convertText(value, t)
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return convertInt(value, t)
	case reflect.Bool:
		if v.Kind() != reflect.Bool {
			return v, mismatch("true or false", value)
		}
		return v.Convert(t), nil
	case reflect.String:
		if v.Kind() != reflect.String || v.Type() == reflect.TypeFor[json.Number]() {
			return v, mismatch("a text", value)
		}
		return v.Convert(t), nil
	case reflect.Slice:
		return convertList(v, t)
	case reflect.Struct:
		return convertObject(value, t)
	}
	return v, fmt.Errorf("cannot be set")
}

func mismatch(wanted string, value any) error {
	return fmt.Errorf("must be %s, not %s", wanted, shown(value))
}

// shown is a value as an error shows it.
func shown(value any) string {
	if s, ok := value.(string); ok {
		return `the text "` + excerpt(s) + `"`
	}
	switch reflect.ValueOf(value).Kind() {
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "an object"
	}
	return excerpt(fmt.Sprint(value))
}

// numeral is a number, or a text that is to be one, in decimal digits.
func numeral(value any) (string, bool) {
	switch x := value.(type) {
	case string:
		return x, true
	case json.Number:
		return x.String(), true
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64), true
	case Decimal:
		return x.Decimal.String(), true
	case Percent:
		return x.Decimal.String(), true
	}
	switch v := reflect.ValueOf(value); {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), true
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), true
	}
	return "", false
}

func convertInt(value any, t reflect.Type) (reflect.Value, error) {
	v := reflect.New(t).Elem()
	digits, ok := numeral(value)
	n, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil {
		return v, fmt.Errorf("%w; %s", mismatch("a whole number", value), integerHint(value, t.Name()))
	}
	v.SetInt(n)
	return v, nil
}

// convertText reads the types that are written as one text.
func convertText(value any, t reflect.Type) (reflect.Value, error) {
	p := reflect.New(t)
	if t == reflect.TypeFor[Date]() {
		s, ok := value.(string)
		d, err := ParseDate(s)
		if !ok || err != nil {
			return p, mismatch("a date as YYYY-MM-DD", value)
		}
		return reflect.ValueOf(d), nil
	}
	digits, ok := numeral(value)
	if readsTwoWays(digits) {
		_, err := ReadDecimal(digits)
		return p, fmt.Errorf("is not clear: %w", err)
	}
	d, err := ParseDecimal(digits)
	if !ok || err != nil {
		return p, mismatch("a number", value)
	}
	return reflect.ValueOf(d).Convert(t), nil
}

// convertList converts each element; a single text stands for a list of one.
func convertList(v reflect.Value, t reflect.Type) (reflect.Value, error) {
	if v.Kind() == reflect.String {
		v = reflect.ValueOf([]any{v.Interface()})
	}
	if v.Kind() != reflect.Slice {
		return v, mismatch("a list", v.Interface())
	}
	list := reflect.MakeSlice(t, v.Len(), v.Len())
	for i := range v.Len() {
		x, err := convert(v.Index(i).Interface(), t.Elem())
		if err != nil {
			return list, fmt.Errorf("has a wrong element %d (from 0), which %w", i, err)
		}
		list.Index(i).Set(x)
	}
	return list, nil
}

// convertObject fills a struct from an object with the names of JSON.
func convertObject(value any, t reflect.Type) (reflect.Value, error) {
	s := reflect.New(t).Elem()
	object, ok := value.(map[string]any)
	if !ok {
		return s, mismatch("an object", value)
	}
	for _, name := range keys(object) {
		f, ok := fieldNamed(t, name)
		if !ok {
			return s, fmt.Errorf("has no field %q", excerpt(name))
		}
		x, err := convert(object[name], f.Type)
		if err == nil {
			err = allowed(x, f)
		}
		if err != nil {
			return s, fmt.Errorf("has a wrong %s, which %w", name, err)
		}
		s.FieldByIndex(f.Index).Set(x)
	}
	return s, nil
}

// allowed holds a text, or each of a list of texts, against the values that the
// field's tag enumerates.
func allowed(v reflect.Value, f reflect.StructField) error {
	var values []string
	for part := range strings.SplitSeq(f.Tag.Get("jsonschema"), ",") {
		if s, ok := strings.CutPrefix(part, "enum="); ok {
			values = append(values, s)
		}
	}
	if len(values) == 0 {
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		if !slices.Contains(values, v.String()) {
			return fmt.Errorf("cannot be %q; the values are %s", excerpt(v.String()), list(quoted(values)))
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := allowed(v.Index(i), f); err != nil {
				return err
			}
		}
	}
	return nil
}
