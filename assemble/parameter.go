package assemble

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/schema"
)

// parameterTypes are the types a parameter may have.
var parameterTypes = []string{
	"days", "business-days", "hours", "months", "years", "percent", "number", "money", "date",
	"choice", "choices", "yes-no", "text", "texts", "party", "parties",
}

// mistake says what is wrong with a parameter's own definition, or "".
func (p *Parameter) mistake() string {
	switch {
	case p.About == "":
		return "say what it is, under about"
	case !slices.Contains(parameterTypes, p.Type):
		return fmt.Sprintf("its type is %q; the types are %s", p.Type, strings.Join(parameterTypes, ", "))
	case (p.Type == "choice" || p.Type == "choices") && len(p.Options) == 0:
		return "a " + p.Type + " needs options"
	case p.Weight != "" && !slices.Contains(Weights, p.Weight):
		return fmt.Sprintf("its weight is %q; the weights are %v", p.Weight, Weights)
	case len(p.Range) != 0 && len(p.Range) != 2:
		return "range is a least and a greatest value"
	}
	for _, pos := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
		raw, ok := p.Default[pos]
		if !ok && p.Default != nil {
			return fmt.Sprintf("its default has no value for position %s", pos)
		}
		if raw != nil {
			if _, err := p.value(raw); err != nil {
				return fmt.Sprintf("its default for %s: %v", pos, err)
			}
		}
	}
	return ""
}

// value turns a value from YAML, JSON or a term sheet's field into the Go type
// of the parameter, and checks its range and options. A nil pointer is nil.
func (p *Parameter) value(raw any) (any, error) {
	v := reflect.ValueOf(raw)
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil, nil
		}
		v = v.Elem()
		raw = v.Interface()
	}
	switch p.Type {
	case "days", "business-days", "hours", "months", "years", "number":
		n, err := wholeNumber(raw)
		if err != nil {
			return nil, err
		}
		return p.withUnit(n), p.inRange(decimal.NewFromInt(int64(n)))
	case "percent":
		d, err := decimalNumber(raw)
		if err != nil {
			return nil, err
		}
		return schema.Percent{Decimal: d}, p.inRange(d)
	case "yes-no":
		b, ok := raw.(bool)
		if !ok {
			return nil, fmt.Errorf("%v is neither true nor false", raw)
		}
		return b, nil
	case "choices", "texts", "parties":
		return p.stringList(v)
	case "money":
		return moneyValue(raw)
	case "date":
		if d, ok := raw.(schema.Date); ok {
			return d, nil
		}
		return schema.ParseDate(fmt.Sprint(raw))
	}
	if v.Kind() != reflect.String {
		return nil, fmt.Errorf("%v is not text", raw)
	}
	return v.String(), p.isOption(v.String())
}

func (p *Parameter) withUnit(n int) any {
	switch p.Type {
	case "days":
		return schema.Days(n)
	case "business-days":
		return schema.BusinessDays(n)
	case "hours":
		return schema.Hours(n)
	case "months":
		return schema.Months(n)
	case "years":
		return schema.Years(n)
	}
	return n
}

func (p *Parameter) inRange(d decimal.Decimal) error {
	if len(p.Range) != 2 {
		return nil
	}
	low, err1 := decimal.NewFromString(p.Range[0])
	high, err2 := decimal.NewFromString(p.Range[1])
	if err := cmp.Or(err1, err2); err != nil {
		return fmt.Errorf("its range is not two numbers: %w", err)
	}
	if d.LessThan(low) || d.GreaterThan(high) {
		return &outOfRange{fmt.Sprintf("%s is outside the usual range from %s to %s", d, p.Range[0], p.Range[1])}
	}
	return nil
}

// outOfRange says that a value is not usual: a matter of taste, of which a term
// sheet is warned, and a mistake in a default.
type outOfRange struct{ message string }

func (e *outOfRange) Error() string { return e.message }

func (p *Parameter) isOption(s string) error {
	if p.Type != "choice" && p.Type != "choices" || slices.Contains(p.Options, s) {
		return nil
	}
	return fmt.Errorf("%q is none of %s", s, strings.Join(p.Options, ", "))
}

func (p *Parameter) stringList(v reflect.Value) (any, error) {
	if v.Kind() != reflect.Slice {
		return nil, fmt.Errorf("%v is not a list", v)
	}
	list := []string{}
	for i := range v.Len() {
		s := fmt.Sprint(v.Index(i).Interface())
		if err := p.isOption(s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

func wholeNumber(raw any) (int, error) {
	v := reflect.ValueOf(raw)
	if v.IsValid() && v.CanInt() {
		return int(v.Int()), nil
	}
	n, err := strconv.Atoi(fmt.Sprint(raw)) // a JSON number arrives as json.Number or float64
	if err != nil {
		return 0, fmt.Errorf("%v is not a whole number", raw)
	}
	return n, nil
}

func decimalNumber(raw any) (decimal.Decimal, error) {
	switch raw := raw.(type) {
	case schema.Percent:
		return raw.Decimal, nil
	case schema.Decimal:
		return raw.Decimal, nil
	case float64:
		return decimal.NewFromFloat(raw), nil
	}
	d, err := schema.ReadDecimal(fmt.Sprint(raw))
	return d.Decimal, err
}

func moneyValue(raw any) (any, error) {
	switch raw := raw.(type) {
	case schema.Money:
		return raw, nil
	case map[string]any:
		amount, err := decimalNumber(raw["amount"])
		code, ok := raw["currency"].(string)
		if err != nil || !ok {
			return nil, fmt.Errorf("%v is not an amount and a currency", raw)
		}
		return schema.Money{Amount: schema.Decimal{Decimal: amount}, Currency: schema.Currency(code)}, nil
	}
	return nil, fmt.Errorf("%v is not an amount and a currency", raw)
}

// same reports whether two values of a parameter are equal.
func same(a, b any) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case schema.Percent:
		b, ok := b.(schema.Percent)
		return ok && a.Equal(b.Decimal)
	case schema.Money:
		b, ok := b.(schema.Money)
		return ok && a.Currency == b.Currency && a.Amount.Equal(b.Amount.Decimal)
	case []string:
		b, ok := b.([]string)
		return ok && slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
	}
	return a == b
}

// shown is a value as the deviation table and listings print it.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return "–"
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case []string:
		if len(v) == 0 {
			return "none"
		}
		return strings.Join(v, ", ")
	}
	return fmt.Sprint(v)
}

// A Weight says what a value that the standard fills in is about. What is about
// money, time or rights is listed first: those who sign should have seen it.
type Weight string

// Weights are all weights, the gravest first.
var Weights = []Weight{AboutMoney, AboutRights, AboutTime, AboutTerms}

// weight is what the author says, else what the type does.
func (p *Parameter) weight() Weight {
	if p.Weight != "" {
		return p.Weight
	}
	switch p.Type {
	case "money", "percent":
		return AboutMoney
	case "days", "business-days", "hours", "months", "years", "date":
		return AboutTime
	}
	return AboutTerms
}

const (
	AboutMoney  Weight = "money"
	AboutTime   Weight = "time"
	AboutRights Weight = "rights"
	AboutTerms  Weight = "terms" // anything else
)

// hint says which values a parameter takes; "" where any will do.
func (p *Parameter) hint() string {
	switch {
	case len(p.Range) == 2:
		return "give a value from " + p.Range[0] + " to " + p.Range[1]
	case len(p.Options) > 0:
		return "give one of " + strings.Join(p.Options, ", ")
	}
	return ""
}
