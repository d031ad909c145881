package ledger

import "testing"

func TestMattersAreOverdueAfterTheirDay(t *testing.T) {
	march5 := Date{2023, 3, 5}
	for _, tt := range []struct {
		name    string
		matter  Matter
		today   Date
		overdue bool
	}{
		{"on its last day", Matter{State: MatterHandling, Received: march5}, march5.AddDays(MatterDays), false},
		{"the day after", Matter{State: MatterHandling, Received: march5}, march5.AddDays(MatterDays + 1), true},
		{"answered is not settled", Matter{State: MatterAnswered, Received: march5}, march5.AddDays(60), true},
		{"closed", Matter{State: MatterClosed, Received: march5}, march5.AddDays(60), false},
		{"sent back", Matter{State: MatterReturned, Received: march5}, march5.AddDays(60), false},
		{"the list's own day", Matter{State: MatterReceived, Received: march5, Due: Date{2023, 3, 10}}, Date{2023, 3, 11}, true},
		{"no day at all", Matter{State: MatterReceived}, Date{2030, 1, 1}, false},
	} {
		if got := tt.matter.Overdue(tt.today); got != tt.overdue {
			t.Errorf("%s: overdue %v", tt.name, got)
		}
	}
}

func TestMatterCountsAddUp(t *testing.T) {
	var list []Matter
	for i, s := range MatterStates {
		for range i + 1 {
			list = append(list, Matter{State: s})
		}
	}
	c := CountMatters(list, Date{2023, 4, 1})
	sum := 0
	for _, s := range MatterStates {
		sum += c.By[s]
		if s.Chinese() == "" {
			t.Errorf("state %s has no name", s)
		}
	}
	if sum != c.Total || c.Total != 21 {
		t.Errorf("states %d, total %d", sum, c.Total)
	}
	// 4 closed and 5 checked of the 15 that were not sent back.
	if rate, ok := c.SettledRate(); !ok || rate.Shown(1) != "60" {
		t.Errorf("rate %s", rate.Shown(1))
	}
	if _, ok := CountMatters(list[len(list)-6:], Date{}).SettledRate(); ok {
		t.Error("a rate of matters that were all sent back")
	}
}
