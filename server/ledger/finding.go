package ledger

// Severity says whether a finding stops what it was found in.
type Severity string

// An error stops a workbook from being accepted; a warning lets it pass.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Finding is one thing wrong with a workbook (问题), as a code and arguments.
// It becomes words (Message, Hint in package intake) only where it is shown.
type Finding struct {
	Severity Severity
	Code     string
	Sheet    string
	Cell     string // "E7", or a range "A3:A5" for a merged one; "" for the whole sheet
	// Args are what the words need, by name: the value seen, what was
	// expected, the nearest known name.
	Args map[string]string
	// Explanation is what the uploader said of it where it asks for a word; an
	// error that may be explained stands as a warning then.
	Explanation string `json:",omitempty"`
}

// Cell is where a value was read: a file, a sheet and an address.
type Cell struct {
	File  string `json:",omitempty"` // as the user named it
	Sheet string `json:",omitempty"`
	Ref   string `json:",omitempty"` // "F7"
}

// String is 文件!工作表!F7, without the parts that are missing.
func (c Cell) String() string {
	s := c.Ref
	if c.Sheet != "" {
		s = c.Sheet + "!" + s
	}
	if c.File != "" {
		s = c.File + "!" + s
	}
	return s
}
