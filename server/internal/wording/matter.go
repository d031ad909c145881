package wording

import (
	"regexp"

	"tongbao/server/ledger"
)

// matterStates are tried in order: what contains another's word comes before
// it.
var matterStates = []struct {
	form *regexp.Regexp
	as   ledger.MatterState
}{
	{regexp.MustCompile(`不予受理|不受理|退回|退办|退单|退件`), ledger.MatterReturned},
	{regexp.MustCompile(`(?:未|没有?|待|尚未)(?:受理|办理|处理|交办|签收|分办|派发)|^待办`), ledger.MatterReceived},
	{regexp.MustCompile(`(?:未|没有?|待|正在|尚未|不能|无法|暂未)(?:按期|完全|全部)?(?:办结|办复|完结|结案|完成|解决|答复|回复|办好)|(?:办理|处理|推进|整改|协调|解决|核实|调查|处置|施工)中|在办|正在|延期|跟进|继续|持续|推进`), ledger.MatterHandling},
	{regexp.MustCompile(`(?:待|未|尚未)(?:回访|核查|核销|销号|评价)`), ledger.MatterClosed},
	{regexp.MustCompile(`回访|核查|核销|销号|归档|评价`), ledger.MatterChecked},
	{regexp.MustCompile(`办结|办复|完结|结案|办毕|办好|办理完毕|办理完成|已办理?$|已完成|已解决|已处理|已整改|^完成$|^解决$`), ledger.MatterClosed},
	{regexp.MustCompile(`答复|回复|反馈|解释`), ledger.MatterAnswered},
	{regexp.MustCompile(`受理|登记|交办|转办|派单|派发|签收|分办|新收`), ledger.MatterReceived},
}

// MatterState is what a cell of 办理状态 or 是否办结 says. It returns false for
// other words.
func MatterState(text string) (ledger.MatterState, bool) {
	s := Squeeze(text)
	switch s {
	case "是", "√", "✓", "✔", "已":
		return ledger.MatterClosed, true
	case "否", "×", "✗", "未":
		return ledger.MatterHandling, true
	}
	for _, m := range matterStates {
		if m.form.MatchString(s) {
			return m.as, true
		}
	}
	return "", false
}
