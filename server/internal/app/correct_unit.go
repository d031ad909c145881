package app

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// unitFact is a unit with the addresses of its mail.
type unitFact struct {
	Unit      ledger.Unit
	Addresses []string
}

// AddressesOf are the addresses to which a unit's bulletins go.
func AddressesOf(p *ledger.Programme, unit string) []string {
	var list []string
	for _, r := range p.Recipients {
		if r.Unit == unit {
			list = append(list, r.Address)
		}
	}
	return list
}

func factOfUnit(l *Snapshot, name string) (any, error) {
	i := slices.IndexFunc(l.Programme.Units, func(u ledger.Unit) bool { return u.Name == name })
	if i < 0 {
		return nil, ledger.Errorf(ledger.CodeNotFound, "台账里没有单位“%s”，可能已被改名或撤并", name)
	}
	return unitFact{l.Programme.Units[i], AddressesOf(l.Programme, name)}, nil
}

// unit is a unit on the desk by its own name.
func (d *desk) unitAt(name string) (int, error) {
	i := slices.IndexFunc(d.after.Units, func(u ledger.Unit) bool { return u.Name == name })
	if i < 0 {
		return 0, ledger.Errorf(ledger.CodeNotFound, "台账里没有单位“%s”", name)
	}
	return i, nil
}

// EditUnit puts a unit in the place of the one of that name, with the addresses
// of its mail. Under a new name it is the same unit: from the day on that From
// says it has the new one, the old one is an alias, and its duties, shares,
// reports and recipients go with it.
type EditUnit struct {
	Name      string
	Unit      ledger.Unit
	From      ledger.Date // of the new name
	Addresses []string
}

func (e EditUnit) about() string                 { return "单位" + e.Name }
func (e EditUnit) fact(l *Snapshot) (any, error) { return factOfUnit(l, e.Name) }

func (e EditUnit) apply(d *desk) error {
	i, err := d.unitAt(e.Name)
	if err != nil {
		return err
	}
	next := e.Unit
	next.Aliases = slices.Clone(next.Aliases)
	if next.Name != e.Name {
		if !e.From.Valid() {
			return ledger.Errorf(ledger.CodeInvalid, "请填写新名称从哪一天起使用").At("from")
		}
		next.Former = append(slices.Clone(next.Former), ledger.FormerName{Name: e.Name, Until: e.From})
		if !slices.Contains(next.Aliases, e.Name) {
			next.Aliases = append(next.Aliases, e.Name)
		}
	}
	next.Aliases = slices.DeleteFunc(next.Aliases, func(a string) bool { return a == next.Name })
	if err := d.checkUnit(&next, i); err != nil {
		return err
	}
	d.after.Units[i] = next
	if next.Name != e.Name {
		if err := d.handOver(e.Name, func(ledger.ProjectID) string { return next.Name }); err != nil {
			return err
		}
	}
	return d.address(next.Name, e.Addresses)
}

// AddUnit enters a unit that no table named.
type AddUnit struct {
	Unit      ledger.Unit
	Addresses []string
}

func (e AddUnit) about() string { return "新增单位" + e.Unit.Name }

func (e AddUnit) fact(l *Snapshot) (any, error) {
	u, ok := l.Programme.Unit(e.Unit.Name)
	return struct {
		Unit ledger.Unit
		OK   bool
	}{u, ok}, nil
}

func (e AddUnit) apply(d *desk) error {
	u := e.Unit
	if u.Order == 0 {
		for _, o := range d.after.Units {
			u.Order = max(u.Order, o.Order)
		}
		u.Order++
	}
	if err := d.checkUnit(&u, -1); err != nil {
		return err
	}
	d.after.Units = append(d.after.Units, u)
	return d.address(u.Name, e.Addresses)
}

// checkUnit refuses what no unit can be; i is its place, -1 for a new one.
func (d *desk) checkUnit(u *ledger.Unit, i int) error {
	if strings.TrimSpace(u.Name) == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请填写单位名称").At("name")
	}
	for _, f := range []struct{ name, text string }{
		{"name", u.Name}, {"aliases", strings.Join(u.Aliases, "")}, {"person", u.Contact.Person}, {"telephone", u.Contact.Telephone},
	} {
		if strings.ContainsFunc(f.text, unicode.IsControl) { // it would end a line of a letter or of a list
			return ledger.Errorf(ledger.CodeInvalid, "“%s”中有换行等看不见的字符，请重新填写", strings.Join(strings.Fields(f.text), " ")).At(f.name)
		}
	}
	if !slices.Contains(ledger.UnitKinds, u.Kind) {
		return ledger.Errorf(ledger.CodeInvalid, "请选择单位类型").At("kind")
	}
	if u.Order < 1 {
		return ledger.Errorf(ledger.CodeInvalid, "建制序应是从1起的整数").At("order")
	}
	if u.Parent != "" && u.Parent != u.Name {
		if err := known(d.after, u.Parent, "parent"); err != nil {
			return err
		}
	}
	if u.Contact.Mail != "" {
		var problem string
		if u.Contact.Mail, problem = intake.Mailbox(u.Contact.Mail); problem != "" {
			return ledger.Errorf(ledger.CodeInvalid, "%s", problem).At("mail")
		}
	}
	taken := func(name, field string) error {
		for k := range d.after.Units {
			o := &d.after.Units[k]
			if k == i {
				continue
			}
			for _, has := range append([]string{o.Name}, o.Aliases...) {
				if intake.SameName(has, name) {
					return ledger.Errorf(ledger.CodeInvalid, "“%s”已是“%s”的名称或别名。两个名称是同一单位的，请用“并入”", name, o.Name).At(field)
				}
			}
		}
		return nil
	}
	if err := taken(u.Name, "name"); err != nil {
		return err
	}
	for _, a := range u.Aliases {
		if err := taken(a, "aliases"); err != nil {
			return err
		}
	}
	return nil
}

// address makes a unit's recipients what the addresses say.
func (d *desk) address(unit string, addresses []string) error {
	at := slices.IndexFunc(d.after.Recipients, func(r ledger.Recipient) bool { return r.Unit == unit })
	list := slices.DeleteFunc(slices.Clone(d.after.Recipients), func(r ledger.Recipient) bool { return r.Unit == unit })
	if at < 0 || at > len(list) {
		at = len(list)
	}
	for i, a := range addresses {
		a, problem := intake.Mailbox(a)
		if problem != "" {
			return ledger.Errorf(ledger.CodeInvalid, "%s", problem).At("addresses")
		}
		list = slices.Insert(list, at+i, ledger.Recipient{Unit: unit, Address: a})
	}
	d.after.Recipients = list
	return nil
}

// EditGroup makes a group's members what it says; a group that is not there is
// entered.
type EditGroup struct {
	Name    string
	Members []string
}

func (e EditGroup) about() string { return "单位组" + e.Name }

func (e EditGroup) fact(l *Snapshot) (any, error) {
	g, _ := l.Programme.Group(e.Name)
	return g, nil
}

func (e EditGroup) apply(d *desk) error {
	if strings.TrimSpace(e.Name) == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请填写单位组的名称，如“各县区”").At("name")
	}
	var members []string
	for _, m := range e.Members {
		u, ok := d.after.Unit(m)
		if !ok {
			return known(d.after, m, "members")
		}
		members = append(members, u.Name)
	}
	for i := range d.after.Groups {
		if d.after.Groups[i].Name == e.Name {
			d.after.Groups[i].Members = members
			return nil
		}
	}
	d.after.Groups = append(d.after.Groups, ledger.Group{Name: e.Name, Members: members})
	return nil
}

func renamed(names []string, old, next string) []string {
	var list []string
	for _, n := range names {
		if n == old {
			n = next
		}
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// compareUnits are the differences of units and groups in words.
func compareUnits(before, after *ledger.Programme) []Change {
	var list []Change
	add := func(name, field, old, next string) {
		if old != next {
			list = append(list, Change{Name: name, Field: field, Old: old, New: next})
		}
	}
	was := map[string]ledger.Unit{}
	for _, u := range before.Units {
		was[u.Name] = u
	}
	for _, e := range after.Ended[min(len(before.Ended), len(after.Ended)):] {
		add(e.Name, "撤并（自"+e.Ended.Chinese()+"）", e.Name, strings.Join(e.Successors, "、")+"承接")
		delete(was, e.Name)
	}
	for _, u := range after.Units {
		name := u.Name
		if n := len(u.Former); n > 0 {
			if _, there := was[u.Name]; !there {
				name = u.Former[n-1].Name
				add(name, "单位名称（自"+u.Former[n-1].Until.Chinese()+"）", name, u.Name)
			}
		}
		o, there := was[name]
		if !there {
			add(u.Name, "单位", "", u.Name)
		}
		add(u.Name, "类型", string(o.Kind), string(u.Kind))
		add(u.Name, "建制序", ordinal(o.Order), ordinal(u.Order))
		add(u.Name, "上级单位", o.Parent, u.Parent)
		add(u.Name, "别名", strings.Join(o.Aliases, "、"), strings.Join(u.Aliases, "、"))
		add(u.Name, "联系人", o.Contact.Person, u.Contact.Person)
		add(u.Name, "电话", o.Contact.Telephone, u.Contact.Telephone)
		add(u.Name, "邮箱", o.Contact.Mail, u.Contact.Mail)
		add(u.Name, "通报收件邮箱", strings.Join(AddressesOf(before, name), "、"), strings.Join(AddressesOf(after, u.Name), "、"))
	}
	for _, g := range after.Groups {
		o, _ := before.Group(g.Name)
		add(g.Name, "单位组成员", strings.Join(o.Members, "、"), strings.Join(g.Members, "、"))
	}
	return list
}

func ordinal(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
