package web

import (
	"fmt"
	"strings"

	"tongbao/server/internal/app"
)

// whyNot says in words what keeps a file of the inbox from being accepted; ""
// where nothing does.
func whyNot(f *app.InboxFile) string {
	r := &f.Reading
	switch f.State() {
	case app.InboxUnreadable:
		return r.Refused
	case app.InboxDuplicate:
		switch {
		case f.SameAs != 0:
			return fmt.Sprintf("与收件#%d的内容完全相同。", f.SameAs)
		case r.Differs:
			return "台账里已有这个文件，读出的内容与台账已有不同。要按它重新入库，请先撤销那次报送。"
		}
		return "台账里已有这个文件，内容没有变化。"
	case app.InboxAsked:
		var open []string
		for _, d := range r.Doubts {
			open = append(open, d.Field.Chinese())
		}
		if len(open) > 0 {
			return "请选定" + strings.Join(open, "和") + "。"
		}
		if r.Unanswered > 0 {
			return fmt.Sprintf("有%d列是按猜测读的，请打开选定。", r.Unanswered)
		}
		return fmt.Sprintf("有%d处须说明，请打开写明原因。", r.Unexplained)
	case app.InboxFaulty:
		return "改正后重新上传，或退回填报单位。"
	case app.InboxReady:
		if r.LeftOut > 0 {
			return fmt.Sprintf("其中%d行有错误，不入库。", r.LeftOut)
		}
	case app.InboxTaken:
	}
	return ""
}
