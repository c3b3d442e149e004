package schema

import "reflect"

// Clone is a deep copy of a term sheet: what is set in it leaves t as it is.
func (t *TermSheet) Clone() *TermSheet {
	c := *t
	detach(reflect.ValueOf(&c).Elem())
	return &c
}

// detach puts copies in the place of all that v, a shallow copy, shares with what
// it was copied from. Unexported fields are those of decimals, which never change.
func detach(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			c := reflect.New(v.Type().Elem())
			c.Elem().Set(v.Elem())
			detach(c.Elem())
			v.Set(c)
		}
	case reflect.Slice:
		if !v.IsNil() {
			c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(c, v)
			for i := range c.Len() {
				detach(c.Index(i))
			}
			v.Set(c)
		}
	case reflect.Map:
		if !v.IsNil() {
			c := reflect.MakeMapWithSize(v.Type(), v.Len())
			for k, x := range v.Seq2() {
				c.SetMapIndex(k, detached(x))
			}
			v.Set(c)
		}
	case reflect.Interface:
		if !v.IsNil() {
			v.Set(detached(v.Elem()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				detach(f)
			}
		}
	}
}

func detached(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	detach(c)
	return c
}
