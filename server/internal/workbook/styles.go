package workbook

// maxStyles is how many cell styles, and formats of its own, a workbook may
// have: Excel's limit of 65,490 rounded up.
const maxStyles = 1 << 16

// readStyles reads the number format of each cell style.
func (r *reader) readStyles(part string) error {
	s, err := r.scan(part)
	if err != nil {
		return err
	}
	if err := s.enter("styleSheet"); err != nil {
		return err
	}
	custom := make(map[int]numberFormat)
	var formats []numberFormat
	own := func(name []byte) error {
		if string(name) != "numFmt" {
			return nil
		}
		id, err := s.number("numFmtId", 0, 1<<31-1)
		if err != nil {
			return err
		}
		if len(custom) == maxStyles {
			return damagef("数字格式超过 %d 种", maxStyles)
		}
		code, _ := s.attr("formatCode")
		custom[id] = parseFormat(code)
		return r.hold(styleSize)
	}
	style := func(name []byte) error {
		if string(name) != "xf" {
			return nil
		}
		if len(formats) == maxStyles {
			return damagef("单元格样式超过 %d 种", maxStyles)
		}
		id := 0
		if _, ok := s.attr("numFmtId"); ok {
			if id, err = s.number("numFmtId", 0, 1<<31-1); err != nil {
				return err
			}
		}
		f, ok := custom[id]
		if !ok {
			f = builtin(id)
		}
		formats = append(formats, f)
		return nil
	}
	err = s.children(func(name []byte) error {
		switch string(name) {
		case "numFmts":
			return s.children(own)
		case "cellXfs":
			return s.children(style)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(formats) > 0 {
		r.formats = formats
	}
	return s.finish()
}
