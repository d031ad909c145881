package notice

import "tongbao/server/internal/intake"

// told is what a notice says of itself, beside what check says of any file.
type told struct {
	Title   string        `json:"title"`
	Number  *string       `json:"number"`
	Date    *string       `json:"date"`
	Issuer  *string       `json:"issuer"`
	Lists   []toldList    `json:"lists"`
	Rules   []toldStretch `json:"rules,omitempty"`
	Matters []toldStretch `json:"matters,omitempty"`
}

type toldList struct {
	Name       string  `json:"name"`
	Title      string  `json:"title"`
	Cell       string  `json:"cell"`
	Items      int     `json:"items"`
	Projects   int     `json:"projects"`
	Categories int     `json:"categories"`
	NoTask     int     `json:"noTask"`
	Measures   int     `json:"measures"`
	Repeats    *string `json:"repeats"`
}

type toldStretch struct {
	Cell string `json:"cell"`
	Text string `json:"text"`
}

// JSON is the object that `check --notice --json` prints for one file: that of
// `check --json` with the notice's heading and lists under "notice".
func (n *Notice) JSON() ([]byte, error) {
	if len(n.Lists) == 0 {
		return intake.CheckJSON(n.Draft, n.Draft.Findings)
	}
	out := told{Title: n.Title, Number: orNil(n.Number), Date: orNil(n.Date.String()), Issuer: orNil(n.Issuer), Lists: []toldList{}}
	for _, l := range n.Lists {
		out.Lists = append(out.Lists, toldList{l.Name, l.Title, l.At, l.Items, l.Rows, l.Categories, l.NoTask, l.Steps, orNil(l.Repeats)})
	}
	for _, q := range n.Rules {
		out.Rules = append(out.Rules, quoted(q))
	}
	for _, q := range n.Matters {
		out.Matters = append(out.Matters, quoted(q))
	}
	return intake.CheckNoticeJSON(n.Draft, n.Draft.Findings, out)
}

func quoted(q Quote) toldStretch { return toldStretch{q.At, q.Text} }

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
