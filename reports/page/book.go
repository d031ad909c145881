// Package page sets paragraphs, headings and tables to GB/T 9704-2012 and
// hands back boxes with coordinates. It knows no bulletin and no file format.
//
// All lengths are in points (1/72 inch). The origin is the page's top left
// corner, y runs downward, and a text's y is its baseline.
package page

import "tongbao/reports/font"

// MM is a length given in millimetres, in points.
func MM(mm float64) float64 { return mm * 72 / 25.4 }

// Book is a document set on pages: what a writer draws, in reading order.
type Book struct {
	Faces     *font.Faces // what it is set in
	Pages     []Page
	Bookmarks []Bookmark
	Anchors   []Anchor // that texts link to; of one name the first counts
	Parts     []Part   // what stands on the pages, in reading order
	Footer    string   // grey in the middle of every page's foot, "" for none
	// Missing are the characters that no face has; 〓 stands in their place.
	Missing []Missing
}

// Page is one page. A landscape page is as wide as A4 is high; its page
// number stands where it stands on a portrait page, so it is turned.
type Page struct {
	Width, Height float64
	Texts         []Text
	Rules         []Rule
	Fills         []Fill
	Shapes        []Shape
}

// Text is a run of characters of one face and size on one baseline.
type Text struct {
	X, Y    float64
	Width   float64 // as advanced, without trailing blanks
	Face    font.Role
	Size    float64
	Spacing float64 // added after each character
	Stretch float64 // of the characters' widths, 0 for 1; Width has it in
	Color   Color
	// Text is what the run says. Drawn is what is drawn instead, "" when it is
	// the same: 〓 for a character without a glyph.
	Text, Drawn string
	// Link is the name of the anchor that the text points to, "" for none.
	Link string
	// Turned is set for text that runs downward, turned a quarter clockwise
	// around (X, Y).
	Turned bool
}

// Rule is a straight line from (X1, Y1) to (X2, Y2).
type Rule struct {
	X1, Y1, X2, Y2 float64
	Weight         float64
	Color          Color
}

// Fill is a tinted rectangle under a row.
type Fill struct {
	X, Y, Width, Height float64
	Color               Color
}

// Color is red, green and blue of 0 to 255.
type Color struct{ R, G, B uint8 }

// The colours of an official document: black, and red for the head.
var (
	Black = Color{}
	Red   = Color{200, 0, 0}
	Grey  = Color{110, 110, 110}
	Tint  = Color{240, 240, 240}
)

// Bookmark is one entry of the outline.
type Bookmark struct {
	Title string
	Level int // 0 for the top
	Page  int // index into Book.Pages
	Y     float64
}

// Anchor is a place that texts link to.
type Anchor struct {
	Name string
	Page int // index into Book.Pages
	Y    float64
}

// Missing is one character that no face has.
type Missing struct {
	Char  rune
	Text  string // the text it stands in, shortened
	Count int
}
