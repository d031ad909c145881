package bulletin

import (
	"strconv"

	"tongbao/server/ledger"
)

// unitAnnex is the 责任单位完成情况表 in 建制序: counts by class, 达序时率 and
// how each unit reported.
func (d *draft) unitAnnex() (Annex, bool) {
	units := d.s.Main.Units
	if len(units) == 0 {
		return Annex{}, false
	}
	ranked := false
	for _, u := range units {
		ranked = ranked || u.Rank > 0
	}
	t := Table{Sheet: "责任单位完成情况表", Columns: []Column{
		{Head: "序号", Weight: 5, Align: Center},
		{Head: "责任单位", Weight: 22, Align: Left},
	}}
	first := len(t.Columns)
	notDue := 0
	for i, v := range ledger.Verdicts {
		if v == ledger.NotDue {
			notDue = first + i
		}
		t.Columns = append(t.Columns, Column{Group: "研判（个）", Head: v.Chinese(), Weight: 7, Align: Right})
	}
	total := len(t.Columns)
	met := first + 3 // the classes from 已完成 to 基本达序时 stand first
	t.Columns = append(t.Columns,
		Column{Head: "合计", Weight: 7, Align: Right},
		Column{Head: "达序时率", Weight: 9, Align: Right},
		Column{Head: "逾期报送", Unit: "个", Weight: 7, Align: Right},
	)
	if ranked {
		t.Columns = append(t.Columns, Column{Head: "名次", Weight: 6, Align: Center})
	}
	rate := Formula{Kind: ShareOf, Of: first, To: met, By: total, Less: notDue}

	var all []ledger.Cell
	sum, late, joint := ledger.Counts{By: map[ledger.Verdict]int{}}, 0, 0
	for i := range units {
		u := &units[i]
		from := d.unitCells(u.Unit.Name)
		cells := []Cell{text(strconv.Itoa(i + 1)), text(d.simple(u.Unit.Name))}
		d.about(d.simple(u.Unit.Name), func() {
			cells = append(cells, d.classCells(u.Counts, from)...)
			cells = append(cells,
				d.whole("项目数", u.Counts.Total, from).by(Formula{Kind: SumAcross, Of: first, To: total - 1}),
				d.rateCell(u.Counts, from, rate), d.whole("逾期报送项目数", u.Late, from))
		})
		if ranked {
			cells = append(cells, rankCell(u.Rank))
		}
		t.Rows = append(t.Rows, Row{Kind: DataRow, Cells: cells})
		for _, v := range ledger.Verdicts {
			sum.By[v] += u.Counts.Of(v)
		}
		sum.Total += u.Counts.Total
		late += u.Late
		all = append(all, from...)
		joint += u.Joint
	}
	name := "合计"
	if joint > 0 {
		name = "合计（含共同牵头）"
	}
	cells := []Cell{text(""), text(name)}
	for i, c := range d.classCells(sum, all) {
		cells = append(cells, c.by(Formula{Kind: SumAbove, Of: first + i}))
	}
	cells = append(cells,
		d.whole("责任单位项目数合计", sum.Total, all).by(Formula{Kind: SumAbove, Of: total}),
		d.rateCell(sum, all, rate),
		d.whole("逾期报送项目数合计", late, all).by(Formula{Kind: SumAbove, Of: total + 2}))
	if ranked {
		cells = append(cells, dash())
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: cells})

	notes := []string{"责任单位按建制序排列。"}
	if ranked {
		notes = []string{"责任单位按建制序排列；名次按主报项目达序时情况排定，并列的名次相同。"}
	}
	if joint > 0 {
		notes = append(notes, "共同牵头的项目在各牵头单位分别计数，故各单位之和大于项目总数（共"+
			strconv.Itoa(d.s.Main.Counts.Total)+d.measure+"）；未报送的只计入主报单位。")
	}
	return Annex{Title: "责任单位完成情况表", Landscape: true, Tables: []Table{t}, Notes: notes}, true
}

// classCells are the counts of every class, 0 too.
func (d *draft) classCells(c ledger.Counts, from []ledger.Cell) []Cell {
	cells := make([]Cell, 0, len(ledger.Verdicts))
	for _, v := range ledger.Verdicts {
		cells = append(cells, d.whole(v.Chinese()+"项目数", c.Of(v), from))
	}
	return cells
}

func (d *draft) rateCell(c ledger.Counts, from []ledger.Cell, f Formula) Cell {
	rate, ok := c.OnScheduleRate()
	if !ok {
		return dash()
	}
	return d.share("达序时率", rate, from).by(f)
}

// rankCell is a competition rank; who has none stands without a number.
func rankCell(rank int) Cell {
	if rank == 0 {
		return dash()
	}
	value := float64(rank)
	return Cell{Text: strconv.Itoa(rank), Value: &value, Format: "0"}
}

// unitCells are the cells of the projects a unit leads.
func (d *draft) unitCells(unit string) []ledger.Cell {
	return cellsOfAll(where(&d.s.Main, func(st *ledger.Standing) bool {
		for _, n := range st.Project.Names(ledger.Lead) {
			if u, ok := d.s.Programme.Unit(n); n == unit || ok && u.Name == unit {
				return true
			}
		}
		return false
	}))
}
