package main

import (
	"encoding/json"

	"github.com/invopop/jsonschema"
)

// scalars are the definitions of types written as one JSON value. Formats that
// JSON Schema does not know are checked by package schema when it loads a term
// sheet; editors pass over them. A type that is both number and string cannot
// be said with the Reflector's Type, which holds one name, so it goes in Extras.
var scalars = map[string]*jsonschema.Schema{
	"Date":         {Type: "string", Format: "date", Examples: []any{"2027-03-05"}},
	"GrantEnd":     {Type: "string", Format: "engross-grant-end", Examples: []any{"term", "last-to-expire", "2031-12-31"}},
	"Currency":     {Type: "string", Format: "engross-currency", Pattern: "^[A-Z]{3}$", Examples: []any{"EUR", "USD", "JPY"}},
	"Country":      {Type: "string", Format: "engross-country", Pattern: "^[A-Z]{2}$", Examples: []any{"DE", "JP"}},
	"Jurisdiction": {Type: "string", Format: "engross-jurisdiction", Pattern: "^[A-Z]{2}(-[A-Z0-9]{1,3})?$", Examples: []any{"DE", "GB-ENG", "US-NY"}},
	"Decimal":      number("^[0-9]{1,24}([.][0-9]{1,12})?$", "1500000", "0.20"),
	"Percent":      number("^-?[0-9]{1,9}([.][0-9]{1,12})?$", "5", "2.75"),
	"Days":         period("36525"),
	"BusinessDays": period("25000"),
	"Months":       period("1200"),
	"Years":        period("100"),
	"Hours":        period("87660"),
}

// number is an exact decimal number, as a JSON number or a string.
func number(pattern string, examples ...any) *jsonschema.Schema {
	return &jsonschema.Schema{
		Pattern:  pattern,
		Examples: examples,
		Extras:   map[string]any{"type": []string{"string", "number"}},
	}
}

// period is a whole number of units of time, none negative, at most a century.
func period(most json.Number) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "integer", Minimum: "0", Maximum: most}
}
