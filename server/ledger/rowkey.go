package ledger

import "strings"

// RowKey says what one row of a form reports, however the row is moved or
// renamed: a project of a programme, one of its targets, a part of that.
type RowKey struct {
	Programme string
	Project   ProjectID
	Target    string // Target.ID, or "" for the project as a whole
	Part      string // Part.Name, or ""
}

// keySeparator stands in no programme's key, number or target's ID; a part's
// name comes last and may hold it.
const keySeparator = "/"

// String is the form that ParseRowKey reads.
func (k RowKey) String() string {
	return strings.Join([]string{k.Programme, k.Project.Series, k.Project.No, k.Project.Sub, k.Target, k.Part}, keySeparator)
}

// ParseRowKey reads a key; false for any other text.
func ParseRowKey(s string) (RowKey, bool) {
	parts := strings.SplitN(strings.TrimSpace(s), keySeparator, 6)
	if len(parts) != 6 || parts[0] == "" || parts[2] == "" {
		return RowKey{}, false
	}
	return RowKey{
		Programme: parts[0], Project: ProjectID{Series: parts[1], No: parts[2], Sub: parts[3]},
		Target: parts[4], Part: parts[5],
	}, true
}
