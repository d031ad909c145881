package bulletin

import (
	"slices"

	"tongbao/server/ledger"
)

// areaAnnex is the 县区（园区）任务分解完成情况表: counties and parks ranked each
// among their kind, then every share.
func (d *draft) areaAnnex() (Annex, bool) {
	areas := d.s.Main.Areas
	if len(areas) == 0 {
		return Annex{}, false
	}
	a := Annex{Title: "县区（园区）任务分解完成情况表"}
	for _, group := range d.areaGroups() {
		a.Tables = append(a.Tables, d.areaTable(group.name, group.areas))
	}
	a.Tables = append(a.Tables, d.shareTable(areas))
	a.Notes = append(a.Notes, "平均完成率为各项分解任务完成率的平均数，单项超过100%的按100%计，未报的分解任务不计入平均；"+
		"名次在同类区域内排定，并列的名次相同；全部未报的不计算、不编名次，列于最后。")
	for _, diff := range d.s.Main.AreaDifference {
		if diff.Target == nil {
			continue
		}
		name := diff.Project.String()
		if p, ok := d.s.Programme.Project(diff.Project); ok {
			name = d.title(p)
		}
		measure := d.simple(diff.Target.Measure)
		a.Notes = append(a.Notes, name+"：牵头口径"+quantity(diff.Lead)+measure+
			"，县区汇总口径"+quantity(diff.Areas)+measure+"，研判以牵头口径为准。")
	}
	return a, true
}

// areaGroup are the areas that are ranked among each other, in the order of
// their ranks; those without one come last.
type areaGroup struct {
	name  string
	areas []*ledger.AreaStanding
}

func (d *draft) areaGroups() []areaGroup {
	var groups []areaGroup
	for _, kind := range []struct {
		name string
		park bool
	}{{"县区", false}, {"园区", true}} {
		g := areaGroup{name: kind.name}
		for i := range d.s.Main.Areas {
			if a := &d.s.Main.Areas[i]; (a.Unit.Kind == ledger.Park) == kind.park {
				g.areas = append(g.areas, a)
			}
		}
		if len(g.areas) == 0 {
			continue
		}
		slices.SortStableFunc(g.areas, func(a, b *ledger.AreaStanding) int {
			switch {
			case a.Rank == b.Rank:
				return a.Unit.Order - b.Unit.Order
			case a.Rank == 0:
				return 1
			case b.Rank == 0:
				return -1
			}
			return a.Rank - b.Rank
		})
		groups = append(groups, g)
	}
	return groups
}

func (d *draft) areaTable(name string, areas []*ledger.AreaStanding) Table {
	t := Table{Title: name, Sheet: name + "分解任务", Columns: []Column{
		{Head: "名次", Weight: 8, Align: Center},
		{Head: name, Weight: 26, Align: Left},
		{Head: "分解任务", Unit: "项", Weight: 12, Align: Right},
		{Head: "已报送", Unit: "项", Weight: 12, Align: Right},
		{Head: "平均完成率", Weight: 14, Align: Right},
		{Head: "备注", Weight: 12, Align: Center},
	}}
	shares, reported := 0, 0
	var all []ledger.Cell
	for _, a := range areas {
		var from []ledger.Cell
		for _, s := range a.Shares {
			from = append(from, s.From...)
		}
		note := text("")
		switch {
		case a.Reported == 0:
			note = text("未报送")
		case a.Reported < len(a.Shares):
			note = text("部分未报")
		}
		d.about(d.simple(a.Unit.Name), func() {
			rate := dash()
			if a.Rated {
				rate = d.share("平均完成率", a.Rate, from)
			}
			t.Rows = append(t.Rows, Row{Kind: DataRow, Cells: []Cell{
				rankCell(a.Rank), text(d.simple(a.Unit.Name)),
				d.whole("分解任务数", len(a.Shares), from), d.whole("已报送分解任务数", a.Reported, from), rate, note,
			}})
		})
		shares += len(a.Shares)
		all = append(all, from...)
		reported += a.Reported
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: []Cell{
		text(""), text("合计"),
		d.whole("分解任务数合计", shares, all).by(Formula{Kind: SumAbove, Of: 2}),
		d.whole("已报送分解任务数合计", reported, all).by(Formula{Kind: SumAbove, Of: 3}),
		dash(), text(""),
	}})
	return t.withoutEmpty()
}

// shareTable is every share, by project.
func (d *draft) shareTable(areas []ledger.AreaStanding) Table {
	t := Table{Title: "分解任务明细", Sheet: "分解任务明细", Columns: []Column{
		{Head: "序号", Weight: 7, Align: Center},
		{Head: "项目", Weight: 27, Align: Left},
		{Head: "区域", Weight: 18, Align: Left},
		{Head: "任务数", Weight: 12, Align: Right},
		{Head: "累计完成", Weight: 12, Align: Right},
		{Head: "完成率", Weight: 10, Align: Right},
	}}
	for i := range d.s.Main.Standings {
		st := &d.s.Main.Standings[i]
		var rows []Row
		for k := range areas {
			for _, s := range areas[k].Shares {
				if s.Project == st.Project.ID {
					d.about(d.title(st.Project)+"："+d.simple(areas[k].Unit.Name), func() {
						rows = append(rows, d.shareRow(&areas[k], s))
					})
				}
			}
		}
		if len(rows) == 0 {
			continue
		}
		no := st.Project.ID.No + st.Project.ID.Sub
		for k := range rows {
			lead := []Cell{covered(), covered()}
			if k == 0 {
				lead = []Cell{text(no).down(len(rows)), text(d.title(st.Project)).down(len(rows))}
			}
			rows[k].Cells = append(lead, rows[k].Cells...)
		}
		t.Rows = append(t.Rows, rows...)
	}
	return t
}

func (d *draft) shareRow(a *ledger.AreaStanding, s ledger.Share) Row {
	measure := ""
	if s.Target != nil {
		measure = d.simple(s.Target.Measure)
	}
	done, rate := text("未报"), dash()
	if s.OfWork {
		done, rate = dash(), d.share("分解任务工程量完成率", s.Rate, s.From)
	}
	if s.Done != nil {
		done = d.amount("分解任务累计完成", *s.Done, measure, s.From)
	}
	if s.Done != nil && !s.OfWork {
		rate = d.share("分解任务完成率", s.Rate, s.From).by(Formula{Kind: RatioOf, Of: 4, By: 3})
	}
	return Row{Kind: DataRow, Cells: []Cell{
		text(d.simple(a.Unit.Name)), d.amount("分解任务数", s.Quantity, measure, s.From), done, rate,
	}}
}
