package intake

import (
	"slices"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// ContactRow is one row of a list of contacts (联系人名单).
type ContactRow struct {
	Cell    ledger.Cell // where the unit's name stands
	Unit    string      // as the list writes it
	Contact ledger.Contact
}

// contactHeads are the heads of a list of contacts, as headWord spells them.
var contactHeads = map[string][]string{
	"unit":   {"单位", "单位名称", "责任单位", "填报单位", "报送单位", "部门", "部门名称", "牵头单位"},
	"person": {"联系人", "联络员", "联络人", "姓名", "填报人", "经办人", "联系人姓名", "联络员姓名", "负责人"},
	"tel":    {"电话", "联系电话", "手机", "手机号", "手机号码", "办公电话", "联系方式", "电话号码", "座机"},
	"mail":   {"邮箱", "电子邮箱", "电子邮件", "邮件地址", "邮箱地址", "收件邮箱", "EMAIL", "Email", "email", "E-mail"},
}

// contactColumns are the columns of a head row, by contactHeads' keys. A list
// has a column for the unit and one of the others at least. Of two telephone
// columns the first counts, the second fills its gaps.
func contactColumns(v *view, row int) map[string][]int {
	columns := make(map[string][]int)
	for _, c := range v.filled(row) {
		word, _ := headWord(c.Text)
		for what, heads := range contactHeads {
			if slices.Contains(heads, word) {
				columns[what] = append(columns[what], c.Col)
			}
		}
	}
	if len(columns["unit"]) == 0 || len(columns) < 2 {
		return nil
	}
	return columns
}

// Contacts reads the lists of contacts in a workbook. Rows without a unit or
// without anything of a contact are left out. A workbook without a list is
// CodeInvalid.
func Contacts(w *grid.Workbook) ([]ContactRow, error) {
	var rows []ContactRow
	found := false
	for i := range w.Sheets {
		s := &w.Sheets[i]
		if s.Hidden || s.Own() {
			continue
		}
		v := newView(w.File, s)
		var columns map[string][]int
		for row := 1; row <= s.LastRow(); row++ {
			if head := contactColumns(v, row); head != nil {
				columns, found = head, true
				continue
			}
			if columns == nil || len(v.filled(row)) == 0 {
				continue
			}
			first := func(what string) string {
				for _, col := range columns[what] {
					if text := v.text(row, col); text != "" {
						return text
					}
				}
				return ""
			}
			r := ContactRow{
				Cell: v.cell(row, columns["unit"][0]), Unit: strings.Join(strings.Fields(first("unit")), ""),
				Contact: ledger.Contact{Person: first("person"), Telephone: wording.Fold(first("tel")), Mail: wording.Fold(first("mail"))},
			}
			if r.Unit != "" && r.Contact != (ledger.Contact{}) {
				rows = append(rows, r)
			}
		}
	}
	switch {
	case !found:
		return nil, ledger.Errorf(ledger.CodeInvalid, "“%s”里没有找到联系人名单的表头。请保留一行表头，写明“单位”和“联系人”“电话”“邮箱”中的至少一列", w.File)
	case len(rows) == 0:
		return nil, ledger.Errorf(ledger.CodeInvalid, "“%s”有联系人名单的表头，但表头下没有内容", w.File)
	}
	return rows, nil
}

// UnitFinder finds units of a programme by what a table calls them.
func UnitFinder(p *ledger.Programme) func(name string) (ledger.Unit, bool) {
	units := rosterOf(p)
	return func(name string) (ledger.Unit, bool) {
		u, ok := units.find(name)
		if !ok {
			return ledger.Unit{}, false
		}
		return *u, true
	}
}
