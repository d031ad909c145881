package bulletin

import (
	"strconv"

	"tongbao/server/ledger"
)

// reporting is 报送情况: the units that owe a report, on time, late, silent,
// which add up; then the areas that sent no shares.
func (d *draft) reporting() []Paragraph {
	var owing, onTime, late, silent []*ledger.UnitStanding
	for i := range d.s.Main.Units {
		u := &d.s.Main.Units[i]
		if u.Owes == 0 {
			continue
		}
		owing = append(owing, u)
		switch {
		case len(u.Silent) > 0:
			silent = append(silent, u)
		case u.Late > 0:
			late = append(late, u)
		default:
			onTime = append(onTime, u)
		}
	}
	if len(owing) == 0 {
		return nil
	}
	t := d.prose()
	t.say("应报送责任单位").count("应报送责任单位数", len(owing), d.reportCells(owing)...).say("个，")
	if len(onTime) == len(owing) {
		t.say("全部按时报送")
	} else {
		t.say("按时").count("按时报送单位数", len(onTime), d.reportCells(onTime)...).say("个")
	}
	if len(late) > 0 {
		t.say("，逾期").count("逾期报送单位数", len(late), d.reportCells(late)...).say("个（")
		t.separated("；", len(late), func(i int) {
			t.fig("逾期报送单位", d.simple(late[i].Unit.Name), d.reportCells(late[i:i+1])...)
			t.say("，逾期").fig("逾期天数", strconv.Itoa(late[i].MaxLate), d.reportCells(late[i:i+1])...).say("天")
		}).say("）")
	}
	if len(silent) > 0 {
		t.say("，未报送").count("未报送单位数", len(silent)).say("个（")
		t.separated("；", len(silent), func(i int) {
			u := silent[i]
			t.fig("未报送单位", d.simple(u.Unit.Name), d.projectCells(u.Silent)...).say("，")
			if u.TimesSilent > 0 {
				t.say("年内第").fig("年内未报送次数", strconv.Itoa(u.TimesSilent)).say("次，")
			}
			t.say("涉及").count("未报送项目数", len(u.Silent), d.projectCells(u.Silent)...).say(d.projects())
		}).say("）")
	}
	d.silentAreas(t)
	t.say("。")
	return append([]Paragraph{t.paragraph()}, d.contradicted()...)
}

// silentAreas names the areas that have shares and reported none.
func (d *draft) silentAreas(t *prose) {
	areas := d.s.Main.SilentAreas
	if len(areas) == 0 {
		return
	}
	touched := func(a ledger.AreaStanding) (n int, cells []ledger.Cell) {
		seen := map[ledger.ProjectID]bool{}
		for _, s := range a.Shares {
			if !seen[s.Project] {
				seen[s.Project] = true
				n++
			}
			cells = append(cells, s.From...)
		}
		return n, cells
	}
	t.say("；另有")
	if len(areas) == 1 {
		n, cells := touched(areas[0])
		t.fig("未报分解数据区域", d.simple(areas[0].Unit.Name), cells...)
		t.say("未报送分解数据，涉及").count("未报分解数据项目数", n, cells...).say(d.projects())
		return
	}
	t.list(len(areas), func(i int) {
		n, cells := touched(areas[i])
		t.fig("未报分解数据区域", d.simple(areas[i].Unit.Name), cells...)
		t.say("（").count("未报分解数据项目数", n, cells...).say(d.projects() + "）")
	}).say("未报送分解数据")
}

// contradicted names the projects whose declaration says other than the
// figures; the figures hold.
func (d *draft) contradicted() []Paragraph {
	of := where(&d.s.Main, func(st *ledger.Standing) bool { return st.Contradicted })
	if len(of) == 0 {
		return nil
	}
	t := d.prose()
	t.say("责任单位自评与所报数据不一致").count("自评与数据不一致项目数", len(of), cellsOfAll(of)...)
	t.say(d.measure+"，均按数据研判：").titles("自评与数据不一致项目", of).say("。")
	return []Paragraph{t.paragraph()}
}

// reportCells are the cells of the reports that units sent.
func (d *draft) reportCells(units []*ledger.UnitStanding) []ledger.Cell {
	names := map[string]bool{}
	for _, u := range units {
		names[u.Unit.Name] = true
	}
	var cells []ledger.Cell
	for i := range d.s.Main.Standings {
		if st := &d.s.Main.Standings[i]; names[st.Reporter] {
			cells = append(cells, reportCell(st)...)
		}
	}
	return cells
}

func (d *draft) projectCells(ids []ledger.ProjectID) []ledger.Cell {
	var cells []ledger.Cell
	for _, id := range ids {
		if p, ok := d.s.Programme.Project(id); ok {
			cells = append(cells, p.Cell)
		}
	}
	return cells
}
