package ledger

import (
	"reflect"
	"testing"

	"github.com/shopspring/decimal"
)

// fill puts something into every field of v, two into every list.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if d, ok := v.Addr().Interface().(*decimal.Decimal); ok {
			*d = decimal.NewFromInt(7)
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 3))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	default:
		panic("a kind that Clone has not been thought through for: " + v.Kind().String())
	}
}

// shared names the lists and pointers, decimals apart, that two values have in
// common.
func shared(path string, a, b reflect.Value) []string {
	var names []string
	switch a.Kind() {
	case reflect.Struct:
		if _, ok := a.Interface().(decimal.Decimal); ok {
			return nil
		}
		for i := range a.NumField() {
			names = append(names, shared(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))...)
		}
	case reflect.Slice:
		if a.Pointer() == b.Pointer() {
			return []string{path}
		}
		for i := range a.Len() {
			names = append(names, shared(path, a.Index(i), b.Index(i))...)
		}
	case reflect.Pointer:
		if _, ok := a.Interface().(*decimal.Decimal); !ok && a.Pointer() == b.Pointer() {
			return []string{path}
		}
	default:
	}
	return names
}

func TestCloneSharesNothing(t *testing.T) {
	var p Project
	var r Report
	fill(reflect.ValueOf(&p).Elem())
	fill(reflect.ValueOf(&r).Elem())
	for _, c := range []struct {
		name      string
		of, clone any
	}{{"Project", p, p.Clone()}, {"Report", r, r.Clone()}} {
		if !reflect.DeepEqual(c.of, c.clone) {
			t.Errorf("the clone of a %s differs: %+v", c.name, c.clone)
		}
		if names := shared(c.name, reflect.ValueOf(c.of), reflect.ValueOf(c.clone)); names != nil {
			t.Errorf("a clone shares %v", names)
		}
	}
}
