package app_test

import (
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// What a unit is called and who is reached there is one line each, and an address
// one that mail can be sent to: what is not is refused at its field.
func TestAUnitIsRefusedAtItsField(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	for name, c := range map[string]struct {
		field string
		spoil func(*ledger.Unit)
	}{
		"nothing wrong":           {"", func(*ledger.Unit) {}},
		"a name of two lines":     {"name", func(u *ledger.Unit) { u.Name += "\n二科" }},
		"an alias of two lines":   {"aliases", func(u *ledger.Unit) { u.Aliases = []string{"甲", "乙\r丙"} }},
		"a person of two lines":   {"person", func(u *ledger.Unit) { u.Contact.Person = "王五\n赵六" }},
		"a telephone with a bell": {"telephone", func(u *ledger.Unit) { u.Contact.Telephone = "83900000\a" }},
		"an address with a name":  {"mail", func(u *ledger.Unit) { u.Contact.Mail = "王五 <ww@example.cn>" }},
	} {
		t.Run(name, func(t *testing.T) {
			u := ledger.Unit{Name: "市试验局", Kind: ledger.UnitKinds[0], Contact: ledger.Contact{Person: "王五", Telephone: "83900000", Mail: "ww@example.cn"}}
			c.spoil(&u)
			_, err := d.Propose(t.Context(), app.Correction{Programme: "huaian-2020", Edit: app.AddUnit{Unit: u}, Reason: "漏了"})
			switch refused := ledger.Refusal(err); {
			case c.field == "" && err != nil:
				t.Error(err)
			case c.field != "" && (refused == nil || refused.Code != ledger.CodeInvalid || refused.Field != c.field):
				t.Errorf("%v, want it at %s", err, c.field)
			}
		})
	}
}
