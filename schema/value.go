package schema

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/tailscale/hujson"
)

// value is v as the validator takes it: maps, slices, strings, json.Numbers
// and bools. It reports what is wrong with names, texts and numbers whatever
// they stand for. Of members with one name, the first counts.
func (r *reader) value(v *hujson.Value) any {
	switch x := v.Value.(type) {
	case *hujson.Object:
		return r.object(x)
	case *hujson.Array:
		elements := make([]any, len(x.Elements))
		for i := range x.Elements {
			r.enter(strconv.Itoa(i))
			elements[i] = r.value(&x.Elements[i])
			r.leave()
		}
		return elements
	case hujson.Literal:
		switch x.Kind() {
		case '"':
			s := textOf(x)
			r.checkText(s, v.StartOffset)
			r.doubt(s, true)
			return s
		case '0':
			r.doubt(string(x), false)
			n := plainNumber(x)
			r.checkNumber(n, v.StartOffset)
			return json.Number(n)
		case 't', 'f':
			return x.Kind() == 't'
		}
	}
	return nil
}

func (r *reader) enter(name string) { r.path = append(r.path, name) }
func (r *reader) leave()            { r.path = r.path[:len(r.path)-1] }

// manyMembers is how many members an object has before they are found by an
// index; none that the schema describes has more.
const manyMembers = 64

func (r *reader) object(o *hujson.Object) any {
	values := make(map[string]any, len(o.Members))
	if len(o.Members) > manyMembers {
		r.file.wide[o] = placesOf(o)
	}
	for i := range o.Members {
		m := &o.Members[i]
		name, offset := nameOf(m), m.Name.StartOffset
		r.enter(name)
		if _, again := values[name]; again {
			before := r.file.member(o, name).Name.StartOffset
			r.note(offset, agreement.Error, "duplicate-key",
				fmt.Sprintf("`%s` is given twice, on lines %d and %d", excerpt(name), r.file.at(before).Line, r.file.at(offset).Line),
				"keep one of them")
		} else {
			r.checkName(name, offset)
			values[name] = r.value(&m.Value)
		}
		r.leave()
	}
	if isMoney(values) {
		r.money = append(r.money, slices.Clone(r.path))
	}
	return values
}

// placesOf are the places of the members of an object, the first of each name.
func placesOf(o *hujson.Object) map[string]int {
	places := make(map[string]int, len(o.Members))
	for i := range o.Members {
		name := nameOf(&o.Members[i])
		if _, again := places[name]; !again {
			places[name] = i
		}
	}
	return places
}

// isMoney reports whether an object is an amount in a currency.
func isMoney(o map[string]any) bool {
	_, amount := o["amount"]
	_, currency := o["currency"].(string)
	return amount && currency && len(o) == 2
}

// plainNumber is a number without the zeros of an empty fraction: a whole
// number of days may be written 30.0, and an amount 1500000.00.
func plainNumber(lit hujson.Literal) string {
	whole, frac, point := strings.Cut(string(lit), ".")
	if point && strings.Trim(frac, "0") == "" {
		return whole
	}
	return string(lit)
}

var dropSignAndPoint = strings.NewReplacer("-", "", ".", "")

// checkNumber refuses numbers that some tools would change on the way. A
// floating-point number keeps 15 significant decimal digits (IEEE 754 binary64).
func (r *reader) checkNumber(n string, offset int) {
	digits := strings.TrimLeft(dropSignAndPoint.Replace(n), "0")
	switch {
	case strings.ContainsAny(n, "eE"):
		r.add(offset, "number-exponent", fmt.Sprintf("%s has an exponent", excerpt(n)), "write all the digits: 1500000 for 1.5e6")
	case len(digits) > 15:
		r.add(offset, "number-precision", fmt.Sprintf("%s has more than 15 digits, which many programs round", excerpt(n)),
			fmt.Sprintf(`write it as a string: "%s"`, excerpt(n)))
	}
}

// checkMoney refuses amounts finer than the currency's minor unit. Rates for
// a single unit may be finer.
func (r *reader) checkMoney() {
	for _, path := range r.money {
		if r.spoilt(extend(path, "amount")) || r.spoilt(extend(path, "currency")) || r.perUnit(path) {
			continue
		}
		money := r.valueAt(path).(map[string]any)
		amount, currency := fmt.Sprint(money["amount"]), money["currency"].(string)
		if message, hint := finerThanCurrency(amount, currency); message != "" {
			r.path = extend(path, "amount")
			r.addAt(r.path, "money-decimals", r.named("is finer than its currency: "+message), hint)
		}
	}
}

// perUnit reports whether a sum of money is the price of one unit.
func (r *reader) perUnit(path []string) bool {
	last := len(path) - 1
	if last < 0 {
		return false
	}
	if path[last] == "unit_price" {
		return true
	}
	if len(path) == 4 && path[0] == "remedies" && path[1] == "ld" && path[3] == "amount" {
		ld, _ := r.file.find(path[:3])
		per := r.file.child(ld, "per")
		form := r.file.child(ld, "form")
		return isText(per, "unit") || isText(form, "per-unit")
	}
	return false
}

func isText(v *hujson.Value, s string) bool {
	if v == nil {
		return false
	}
	lit, ok := v.Value.(hujson.Literal)
	return ok && lit.Kind() == '"' && textOf(lit) == s
}
