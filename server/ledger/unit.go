package ledger

// UnitKind is what sort of unit it is (市直、县区、园区、企业、群团).
type UnitKind string

// The kinds of unit. Counties and parks are areas: they carry allocations and
// are ranked, each kind in its own table.
const (
	Bureau     UnitKind = "市直"
	County     UnitKind = "县区"
	Park       UnitKind = "园区"
	Enterprise UnitKind = "企业"
	MassBody   UnitKind = "群团"
)

// UnitKinds are all kinds, in the order in which a form offers them.
var UnitKinds = []UnitKind{Bureau, County, Park, Enterprise, MassBody}

// Area reports whether a unit of this kind governs an area.
func (k UnitKind) Area() bool { return k == County || k == Park }

// Unit is a body of one government (单位). Spellings are one unit by a stored
// alias only, never by likeness.
type Unit struct {
	Name    string
	Kind    UnitKind
	Parent  string   // name of the unit this one is a division of, or ""
	Aliases []string // other spellings, both scripts
	// Order is the unit's place in the government's own order (建制序), from 1.
	Order int
	// Contact is who answers for the unit's reports; zero where nobody is named.
	Contact Contact `json:",omitzero"`
	// Former are earlier names, the oldest first; each is among the aliases too.
	Former []FormerName `json:",omitempty"`
}

// Contact is the person a unit names for its reports (联系人).
type Contact struct {
	Person    string `json:",omitempty"`
	Telephone string `json:",omitempty"` // as written: 0517-83900000
	Mail      string `json:",omitempty"` // an e-mail address
}

// FormerName is a name that a unit had before it was renamed.
type FormerName struct {
	Name  string
	Until Date // the day from which the next name counts
}

// EndedUnit is a unit that is there no more: it was merged into its one
// successor, of which its name is an alias then, or split into several.
type EndedUnit struct {
	Unit
	Ended      Date // the day from which the successors stand in its place
	Successors []string
}

// Group is a named list of units, such as 各县区: a member list for one
// programme, never a Lead.
type Group struct {
	Name    string
	Members []string // unit names; empty for 各级各有关部门 and the like, which stand for nobody
}

// Recipient is somebody a bulletin is sent to (主送、抄送单位的收件人).
type Recipient struct {
	Unit    string
	Address string // an e-mail address
}
