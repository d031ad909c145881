package bulletin

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// moneyAnnex is the table of investment and funds by project, in 万元.
func (d *draft) moneyAnnex() (Annex, bool) {
	with, without := funding(&d.s.Main)
	if len(with) == 0 {
		return Annex{}, false
	}
	inPlace := false
	for _, f := range with {
		inPlace = inPlace || f.inPlace != nil
	}
	title := "投资完成情况表"
	if inPlace {
		title = "资金到位情况表"
	}
	t := Table{Sheet: title, Columns: []Column{
		{Head: "序号", Weight: 7, Align: Center},
		{Head: "项目", Weight: 28, Align: Left},
		{Head: "主报单位", Weight: 18, Align: Left},
		{Head: "年度计划", Unit: "万元", Weight: 13, Align: Decimal},
		{Head: "累计完成", Unit: "万元", Weight: 13, Align: Decimal},
		{Head: "完成率", Weight: 10, Align: Right},
	}}
	if inPlace {
		t.Columns = append(t.Columns,
			Column{Head: "到位资金", Unit: "万元", Weight: 13, Align: Decimal},
			Column{Head: "到位率", Weight: 10, Align: Right})
	}
	digits := moneyDigits(with)
	var planned, done, arrived decimal.Decimal
	var all []ledger.Cell
	for i := range with {
		f := &with[i]
		from := f.cells()
		cells := []Cell{
			text(f.st.Project.ID.No + f.st.Project.ID.Sub), text(d.title(f.st.Project)), text(orDash(d.simple(f.st.Reporter))),
		}
		d.about(d.title(f.st.Project), func() {
			cells = append(cells, d.money("年度计划投资", f.planned, digits, from))
			cells = append(cells, d.ofPlan("投资完成", f.done, f.planned, digits, from, 4)...)
			if inPlace {
				cells = append(cells, d.ofPlan("资金到位", f.inPlace, f.planned, digits, from, 6)...)
			}
		})
		planned = planned.Add(f.planned)
		all = append(all, from...)
		if f.done != nil {
			done = done.Add(*f.done)
		}
		if f.inPlace != nil {
			arrived = arrived.Add(*f.inPlace)
		}
		t.Rows = append(t.Rows, Row{Kind: DataRow, Cells: cells})
	}
	total := []Cell{text(""), text("合计"), text(""), d.money("年度计划投资合计", planned, digits, all).by(Formula{Kind: SumAbove, Of: 3})}
	total = append(total, d.sumOfPlan("投资完成", done, planned, digits, all, 4)...)
	if inPlace {
		total = append(total, d.sumOfPlan("资金到位", arrived, planned, digits, all, 6)...)
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: total})
	a := Annex{Title: title, Landscape: inPlace, Tables: []Table{t.withoutEmpty()}}
	blank := "责任单位未填"
	if d.public() {
		blank = "暂无数据"
	}
	a.Notes = append(a.Notes, "完成率以年度计划投资为分母；“—”表示"+blank+"。")
	var earlier []string
	for _, f := range with {
		if f.earlier && f.done != nil {
			earlier = append(earlier, d.title(f.st.Project))
		}
	}
	if len(earlier) > 0 && !d.public() {
		a.Notes = append(a.Notes, strings.Join(earlier, "、")+"的累计完成数为上期报送数。")
	}
	if len(without) > 0 {
		names := make([]string, len(without))
		for i, st := range without {
			names[i] = d.title(st.Project)
		}
		a.Notes = append(a.Notes, strings.Join(names, "、")+"未明确年度计划投资，未列入本表。")
	}
	return a, true
}

// money is a cell in 万元 with so many decimals.
func (d *draft) money(label string, n decimal.Decimal, digits int, from []ledger.Cell) Cell {
	c := d.number(label, n.InexactFloat64(), withDecimals(quantity(n), digits), "", from)
	c.Text = grouped(c.Text)
	c.Format = "#,##" + c.Format
	return c
}

// moneyDigits is how many decimals the amounts of a table are printed with:
// none where all are whole, else two.
func moneyDigits(of []funded) int {
	for _, f := range of {
		for _, amount := range []*decimal.Decimal{&f.planned, f.done, f.inPlace} {
			if amount != nil && decimals(quantity(*amount)) > 0 {
				return 2
			}
		}
	}
	return 0
}

// ofPlan is an amount and its share of the year's plan, which stands in
// column 3; the amount stands in column.
func (d *draft) ofPlan(label string, n *decimal.Decimal, planned decimal.Decimal, digits int, from []ledger.Cell, column int) []Cell {
	if n == nil {
		return []Cell{dash(), dash()}
	}
	rate := dash()
	if p, ok := ledger.PercentOf(*n, planned); ok {
		rate = d.share(label+"率", p, from).by(Formula{Kind: RatioOf, Of: column, By: 3})
	}
	return []Cell{d.money(label+"金额", *n, digits, from), rate}
}

func (d *draft) sumOfPlan(label string, n, planned decimal.Decimal, digits int, from []ledger.Cell, column int) []Cell {
	cells := d.ofPlan(label+"合计", &n, planned, digits, from, column)
	cells[0] = cells[0].by(Formula{Kind: SumAbove, Of: column})
	return cells
}

// grouped sets a comma between thousands: 6,811.44.
func grouped(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return sign + whole
}
