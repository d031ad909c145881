package bulletin

import "tongbao/server/ledger"

// trend is 与上期相比: who is newly late, late two periods running, and
// mended.
func (d *draft) trend() []Paragraph {
	if d.s.Previous == nil {
		return nil
	}
	now, before := &d.s.Main, &d.s.Previous.Main
	was := map[ledger.ProjectID]ledger.Verdict{}
	for _, st := range before.Standings {
		was[st.Project.ID] = st.Verdict
	}
	newly := where(now, func(st *ledger.Standing) bool { return st.Verdict.Late() && !was[st.Project.ID].Late() })
	again := where(now, func(st *ledger.Standing) bool { return st.Verdict.Late() && was[st.Project.ID].Late() })
	mended := where(now, func(st *ledger.Standing) bool { return st.Verdict.Met() && was[st.Project.ID].Late() })

	t := d.prose()
	d.rateChange(t, now, before)
	for _, group := range []struct {
		name string
		of   []*ledger.Standing
	}{{"新增滞后", newly}, {"连续两期滞后", again}, {"上期滞后、本期整改到位（整改销号）", mended}} {
		if len(group.of) == 0 {
			continue
		}
		t.say(group.name).count(group.name+"项目数", len(group.of), cellsOfAll(group.of)...)
		t.say(d.measure+"：").titles(group.name+"项目", group.of).say("。")
	}
	if len(t.runs) == 0 {
		return nil
	}
	return []Paragraph{t.paragraph()}
}

// rateChange compares 达序时率 with the period before.
func (d *draft) rateChange(t *prose, now, before *ledger.SeriesSummary) {
	a, ok := now.Counts.OnScheduleRate()
	b, had := before.Counts.OnScheduleRate()
	if !ok || !had {
		return
	}
	every := func(*ledger.Standing) bool { return true }
	cells, old := cellsOfAll(where(now, every)), cellsOfAll(where(before, every))
	current, previous, difference := ledger.ShownDifference(a, b)
	t.say("达序时率").fig("达序时率", current+"%", cells...)
	t.say("，上期").fig("上期达序时率", previous+"%", old...).say("，")
	switch a.Cmp(b) {
	case 0:
		t.say("与上期持平。")
		return
	case 1:
		t.say("提高")
	default:
		t.say("下降")
	}
	t.fig("达序时率与上期之差", difference, append(cells, old...)...).say("个百分点。")
}
