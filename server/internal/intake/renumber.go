package intake

import (
	"slices"
	"strconv"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// numberNamed gives sub-numbers, in order, to projects that share one number
// without saying theirs.
func (t *table) numberNamed(all []*record) {
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].number.at == all[i].number.at && !all[j].number.own {
			j++
		}
		plain := j-i > 1
		for _, r := range all[i:j] {
			plain = plain && r.id.Sub == ""
		}
		if plain {
			for k, r := range all[i:j] {
				r.id.Sub = circled(k + 1)
				if no, sub, rest := wording.SplitNo(r.content[0]); no == strconv.Itoa(k+1) && sub == "" {
					r.content[0] = rest
				}
			}
		}
		i = j
	}
}

// withoutGroups takes out the rows that only name the group whose sub-numbers
// follow (1 | 居民生活设施, then 1① …), and finds numbers that are used with and
// without sub-numbers.
func (t *table) withoutGroups(all []*record) []*record {
	if t.layout != LayoutProject {
		return all
	}
	var out []*record
	for i, r := range all {
		if i+1 == len(all) || r.id.Sub != "" || all[i+1].id.No != r.id.No || all[i+1].id.Sub == "" {
			out = append(out, r)
			continue
		}
		bare := slices.IndexFunc(t.filled(r.row), func(c grid.Cell) bool {
			f := t.column(c.Col).field
			return f != fieldNo && f != fieldName && f != fieldCategory
		}) < 0 && len(r.rows) == 1
		if !bare {
			t.fail(all[i+1].row, CodeDuplicateNumber, all[i+1].number.ref, "value", all[i+1].id.No+all[i+1].id.Sub,
				"other", r.number.ref, "otherName", firstOf(r.name, r.content[0]))
			out = append(out, r)
			continue
		}
		for k := range t.lines {
			if t.lines[k].row == r.row {
				t.lines[k].kind = lineSection
			}
		}
		if r.section != nil {
			r.section.found--
		}
		for _, of := range all[i+1:] {
			if of.id.No == r.id.No && of.name == "" {
				of.name = r.name
			}
		}
	}
	return out
}

// duplicates finds numbers that two projects of the table share.
func (t *table) duplicates(all []*record) {
	if t.layout != LayoutProject {
		return
	}
	first := make(map[ledger.ProjectID]*record)
	for _, r := range all {
		if o, ok := first[r.id]; ok {
			ref := r.number.ref
			if !r.number.own || r.subGiven && t.col(fieldContent) > 0 {
				ref = t.ref(r.row, t.textColumn(r))
			}
			t.fail(r.row, CodeDuplicateNumber, ref, "value", r.id.No+r.id.Sub,
				"other", o.number.ref, "otherName", firstOf(o.name, o.content[0]))
			continue
		}
		first[r.id] = r
	}
}

// textColumn is the column whose text begins with the record's sub-number, or
// its number column.
func (t *table) textColumn(r *record) int {
	for _, f := range []field{fieldSub, fieldNo, fieldContent, fieldName} {
		if col := t.col(f); col > 0 {
			if _, sub := splitNumber(t.text(r.row, col), false); sub != "" {
				return col
			}
			if _, sub, _ := wording.SplitNo(t.text(r.row, col)); sub != "" {
				return col
			}
		}
	}
	return max(t.col(fieldNo), 1)
}

// countSections compares each heading's own count (3项) with what stands
// under it.
func (t *table) countSections(sections []*section) {
	for _, s := range sections {
		if s.count > 0 && s.found != s.count {
			t.warn(CodeCategoryCount, s.cell, "value", s.text,
				"expected", strconv.Itoa(s.count), "found", strconv.Itoa(s.found))
		}
	}
}
