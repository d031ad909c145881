package intake

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/wording"
)

var allocationTitle = regexp.MustCompile(`分解|分配|下达`)

// findShares takes the unknown columns beside 合计 for areas (越城, 柯桥) where the
// title says that the table shares tasks out and their figures add up to it.
func (t *table) findShares() {
	if title := wording.Simplify(t.lead.title + t.Name); !allocationTitle.MatchString(title) || fundingTitle.MatchString(title) {
		return
	}
	sum := slices.IndexFunc(t.columns, func(c column) bool { return c.sure && slices.Contains(c.fields, fieldSum) })
	if sum < 0 {
		return
	}
	var unknown []int // their places among the columns
	for i := range t.columns {
		if c := &t.columns[i]; !c.head() && !c.answered && utf8.RuneCountInString(c.leaf()) <= 6 {
			unknown = append(unknown, i)
		}
	}
	if len(unknown) < 2 {
		return
	}
	same, rows := 0, 0
	for row := t.from; row <= t.to; row++ {
		whole, _, ok := figure(t.text(row, t.columns[sum].col))
		if !ok {
			continue
		}
		rows++
		total := decimal.Zero
		for _, i := range unknown {
			if n, _, ok := figure(t.text(row, t.columns[i].col)); ok {
				total = total.Add(n)
			}
		}
		if total.Equal(whole) {
			same++
		}
	}
	if same*2 <= rows {
		return
	}
	for _, i := range unknown {
		t.columns[i].share, t.columns[i].area = t.columns[i].leaf(), true
	}
}
