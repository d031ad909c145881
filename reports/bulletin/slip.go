package bulletin

// Slip is what an office says of one bulletin on its 发文稿纸.
type Slip struct {
	// DocumentNumber is what the document office gave as 发文字号: its number
	// alone or the whole of it.
	DocumentNumber string `json:",omitempty"`
	Copies         int    `json:",omitempty"` // 份数; 0 while not said
	Copy           string `json:",omitempty"` // 份号: 000001
	// Secrecy and Urgency win over those of the programme's form.
	Secrecy string `json:",omitempty"`
	Urgency string `json:",omitempty"`
	Drafter string `json:",omitempty"` // 拟稿人
}

// On puts what the slip says of the head on a document.
func (s Slip) On(d *Document) {
	for _, f := range []struct {
		to   *string
		said string
	}{{&d.Head.Copy, s.Copy}, {&d.Head.Secrecy, s.Secrecy}, {&d.Head.Urgency, s.Urgency}} {
		if f.said != "" {
			*f.to = f.said
		}
	}
}
