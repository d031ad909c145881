package bulletin

import (
	"strings"

	"tongbao/server/ledger"
)

// title is a project's short name in simplified script.
func (d *draft) title(p *ledger.Project) string {
	if d.o.Titles != nil {
		return d.simple(d.o.Titles(p))
	}
	of := []string{p.Name, p.Content}
	if p.ID.Sub != "" {
		of = []string{p.Content, p.Name + p.ID.Sub}
	}
	for _, s := range of {
		if clause := firstClause(s); clause != "" {
			return d.simple(clause)
		}
	}
	return p.ID.String()
}

// firstClause is a text up to its first mark, without a leading ① or 1).
func firstClause(s string) string {
	s = strings.TrimLeft(strings.TrimSpace(s), "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ 　")
	if i := strings.IndexAny(s, "，。；,;\n"); i >= 0 {
		s = s[:i]
	}
	return strings.TrimSpace(s)
}

// leads are the units that answer for a project, the reporter first.
func (d *draft) leads(st *ledger.Standing) string {
	names := []string{}
	if st.Reporter != "" {
		names = append(names, d.simple(st.Reporter))
	}
	for _, n := range st.Project.Names(ledger.Lead) {
		if u, ok := d.s.Programme.Unit(n); ok {
			n = u.Name
		}
		if n != st.Reporter {
			names = append(names, d.simple(n))
		}
	}
	return strings.Join(names, "、")
}

// level is how a government speaks of itself and of the one above it.
type level struct{ parent, self, leaders string }

func (d *draft) level() level {
	name := d.s.Programme.Government
	body := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "人民政府"), "管委会"), "管理委员会")
	switch {
	case strings.HasSuffix(body, "区") && body != name && !strings.HasSuffix(name, "人民政府"):
		return level{"市", "我区", "管委会领导"}
	case strings.HasSuffix(body, "区"):
		return level{"市", "我区", "区领导"}
	case strings.HasSuffix(body, "县"):
		return level{"市", "我县", "县领导"}
	case strings.HasSuffix(body, "市"):
		return level{"省", "我市", "市领导"}
	}
	return level{"上级", "本地", "领导"}
}

// seriesName is how the prose calls a list beside the main one.
func seriesName(series string) string {
	if series == ledger.SeriesVoted {
		return "人大代表票决项目"
	}
	return series
}

// category is the group a project is counted in: its category or, where a
// programme counts in 件 and has none, the 件 itself.
func (d *draft) category(p *ledger.Project) string {
	if p.Category == "" && d.s.Programme.ItemWord != "" {
		return p.Name
	}
	return p.Category
}
