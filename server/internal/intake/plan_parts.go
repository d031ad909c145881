package intake

import (
	"slices"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// introduceParts gives a project's only quantity the parts that an allocation
// table shares out row by row (新建城市公厕 15, 改造城市公厕 11 of 26座), where the
// plan names none and they add up to it.
func (w *planner) introduceParts(m *plan) {
	for _, pr := range m.all {
		t := onlyQuantity(pr)
		if t == nil || len(t.Parts) > 0 {
			continue
		}
		parts := w.partsShared(m, pr)
		sum := decimal.Zero
		for _, p := range parts {
			sum = sum.Add(p.Quantity)
		}
		if len(parts) < 2 || !sum.Equal(*t.Quantity) {
			continue
		}
		cutCommonEnding(parts)
		pr.Targets = slices.Clone(pr.Targets) // the base programme's own list stays as it is
		t = onlyQuantity(pr)
		for i := range parts {
			parts[i].Measure = t.Measure
		}
		t.Parts = parts
	}
}

// partsShared are the indicators that the draft's allocations of a project name,
// each with the sum of its shares.
func (w *planner) partsShared(m *plan, pr *ledger.Project) []ledger.Part {
	var parts []ledger.Part
	for i := range w.draft.Allocations {
		a := &w.draft.Allocations[i]
		if a.Of || a.Target == "" || m.find(ledger.ProjectID{Series: a.Series, No: a.No, Sub: a.Sub}, a.Name).project != pr {
			continue
		}
		k := slices.IndexFunc(parts, func(p ledger.Part) bool { return p.Name == a.Target })
		if k < 0 {
			parts = append(parts, ledger.Part{Name: a.Target})
			k = len(parts) - 1
		}
		parts[k].Quantity = parts[k].Quantity.Add(a.Quantity)
	}
	return parts
}

// onlyQuantity is the one target of a project that counts something, nil where
// there are none or several.
func onlyQuantity(pr *ledger.Project) *ledger.Target {
	var only *ledger.Target
	for i := range pr.Targets {
		if t := &pr.Targets[i]; t.HasQuantity() {
			if only != nil {
				return nil
			}
			only = t
		}
	}
	return only
}

// cutCommonEnding takes off what all names end with, leaving two characters of
// each: 新建 and 改造 of 新建城市公厕 and 改造城市公厕.
func cutCommonEnding(parts []ledger.Part) {
	first := []rune(parts[0].Name)
	n := len(first) - 2
	for _, p := range parts[1:] {
		r := []rune(p.Name)
		k := 0
		for k < n && k < len(r)-2 && r[len(r)-1-k] == first[len(first)-1-k] {
			k++
		}
		n = k
	}
	if n < 2 {
		return
	}
	for i := range parts {
		r := []rune(parts[i].Name)
		parts[i].Name = string(r[:len(r)-n])
	}
}
