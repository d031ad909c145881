package grid

// Prose is a text document: what it says line by line, and the tables that have
// kept their borders.
type Prose struct {
	File   string // the name the user gave it
	Format string // "txt" or "docx"
	SHA256 string // of the file's bytes, lower-case hex
	// Lines are all lines of a text, or all paragraphs outside tables, empty ones
	// too: the first is line 1.
	Lines []string
	// Tables are a document's tables in their order; a text has none.
	Tables []ProseTable
	// Counted are the numbers of lines whose own number the program that made the
	// document counts (自动编号), so that it does not stand in the text.
	Counted []int
}

// ProseTable is one table of a document.
type ProseTable struct {
	After int // the number of the line that it stands behind, 0 at the beginning
	Sheet Sheet
}
