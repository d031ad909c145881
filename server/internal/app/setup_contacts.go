package app

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// ContactChoice is the contact of a unit, as typed or as a list tells it.
type ContactChoice struct {
	// Spelling is the unit's name as the list writes it where it was not known;
	// "" for a unit's own row.
	Spelling string `json:",omitempty"`
	Unit     string // "" while a person must say which unit it is; NoUnit for none
	ledger.Contact
}

// NoUnit says of a row of a list of contacts that it is not to be taken.
const NoUnit = "-"

// ContactsForm is the step of the contacts: one row for each unit, and one for
// each name of a list that no unit has.
type ContactsForm struct{ Rows []ContactChoice }

// Step is StepContacts.
func (f ContactsForm) Step() SetupStep { return StepContacts }

// ContactsForm is the step's form as it stands, what is asked about first.
func (v *SetupView) ContactsForm() ContactsForm {
	var f ContactsForm
	for _, c := range v.Setup.Contacts {
		if c.Spelling != "" {
			f.Rows = append(f.Rows, c)
		}
	}
	for _, u := range v.Plan.Units {
		f.Rows = append(f.Rows, ContactChoice{Unit: u.Name, Contact: u.Contact})
	}
	return f
}

var telephone = regexp.MustCompile(`^[0-9+()（）\-—－ 转、,，/;；*#]{5,60}$`)

// longestName is how many characters a person's name and duty may have.
const longestName = 40

// settle refuses rows by "telephone-NAME", "mail-NAME", "person-NAME" and
// "unit-SPELLING".
func (f ContactsForm) settle(_ context.Context, _ *Service, v *SetupView) error {
	wrong := make(Refusals)
	for i := range f.Rows {
		c := &f.Rows[i]
		name := c.Unit
		if c.Spelling != "" {
			name = c.Spelling
		}
		c.Person = strings.Join(strings.Fields(c.Person), " ") // a cell may hold it in two lines
		c.Telephone, c.Mail = strings.TrimSpace(c.Telephone), strings.TrimSpace(c.Mail)
		if len([]rune(c.Person)) > longestName {
			wrong["person-"+name] = fmt.Sprintf("姓名最多%d字", longestName)
		}
		if strings.ContainsFunc(c.Person, unicode.IsControl) {
			wrong["person-"+name] = "姓名中有看不见的字符，请重新填写"
		}
		if c.Telephone != "" && !telephone.MatchString(c.Telephone) {
			wrong["telephone-"+name] = fmt.Sprintf("“%s”不像电话号码，请写作 0517-83900000 或 13900000000", c.Telephone)
		}
		if c.Mail != "" {
			var problem string
			if c.Mail, problem = intake.Mailbox(c.Mail); problem != "" {
				wrong["mail-"+name] = problem
			}
		}
		if _, ok := v.Plan.Unit(c.Unit); !ok && c.Unit != NoUnit {
			if c.Spelling == "" {
				return ledger.Errorf(ledger.CodeConflict, "单位“%s”已不在名录中，请重新打开这一步", c.Unit)
			}
			wrong["unit-"+name] = fmt.Sprintf("请选择“%s”是哪个单位，或选“不收”", c.Spelling)
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	v.Setup.Contacts = f.Rows
	return nil
}

// contact gives the units their contacts, names of the list as aliases, and
// everybody with an address a place among the recipients. Of two rows for one
// unit the unit's own counts where it tells anything, and then the first.
func (st *Setup) contact(p *ledger.Programme) {
	for i := range p.Units {
		u := &p.Units[i]
		for _, c := range st.Contacts {
			if c.Unit == u.Name && c.Spelling == "" {
				u.Contact = c.Contact
			}
		}
		for _, c := range st.Contacts { // those that were asked about
			if c.Unit != u.Name || c.Spelling == "" || c.Contact == (ledger.Contact{}) {
				continue
			}
			if u.Contact == (ledger.Contact{}) {
				u.Contact = c.Contact
			}
			if c.Spelling != u.Name && !slices.Contains(u.Aliases, c.Spelling) {
				u.Aliases = append(u.Aliases, c.Spelling)
			}
		}
	}
	var recipients []ledger.Recipient
	for _, u := range p.Units {
		var addresses []string
		for _, r := range st.Programme.Recipients {
			if known, ok := p.Unit(r.Unit); ok && known.Name == u.Name {
				addresses = append(addresses, r.Address)
			}
		}
		if m := u.Contact.Mail; m != "" && !slices.Contains(addresses, m) {
			addresses = append(addresses, m)
		}
		for _, a := range addresses {
			recipients = append(recipients, ledger.Recipient{Unit: u.Name, Address: a})
		}
	}
	p.Recipients = recipients
}

// ReadContacts puts a list of contacts into a setup's form; nothing is confirmed
// before the form is saved. A unit keeps what the list does not tell. It returns
// how many rows named a unit that is known.
func (s *Service) ReadContacts(ctx context.Context, id int64, version int, u Upload, by Actor) (known int, err error) {
	st, err := s.openSetup(ctx, id, version)
	if err != nil {
		return 0, err
	}
	v, err := s.readSetup(ctx, st)
	if err != nil {
		return 0, err
	}
	var rows []intake.ContactRow
	unread := s.Open(ctx, u.Name, u.Data, func(w *grid.Workbook) { rows, err = intake.Contacts(w) })
	switch {
	case unread != nil:
		return 0, unread
	case err != nil:
		return 0, err
	}
	f := v.ContactsForm()
	find := intake.UnitFinder(v.Plan)
	filled := make(map[string]bool)
	for _, r := range rows {
		unit, ok := find(r.Unit)
		if !ok {
			f.ask(r)
			continue
		}
		known++
		if filled[unit.Name] {
			continue
		}
		filled[unit.Name] = true
		at := slices.IndexFunc(f.Rows, func(c ContactChoice) bool { return c.Spelling == "" && c.Unit == unit.Name })
		f.Rows[at].fill(r.Contact)
	}
	st.Contacts, st.Actor, st.At = f.Rows, by, s.Clock()
	_, err = s.Store.SaveSetup(ctx, st)
	return known, err
}

// ask puts a row of a list into the form whose unit a person must say.
func (f *ContactsForm) ask(r intake.ContactRow) {
	if !slices.ContainsFunc(f.Rows, func(c ContactChoice) bool { return c.Spelling == r.Unit }) {
		f.Rows = slices.Insert(f.Rows, 0, ContactChoice{Spelling: r.Unit, Contact: r.Contact})
	}
}

// fill takes over what the list tells.
func (c *ContactChoice) fill(told ledger.Contact) {
	if told.Person != "" {
		c.Person = told.Person
	}
	if told.Telephone != "" {
		c.Telephone = told.Telephone
	}
	if told.Mail != "" {
		c.Mail = told.Mail
	}
}
