package bulletin

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"tongbao/server/ledger"
)

// surnames are the common family names, by which a person beside a title or
// a word for residents is told from other text.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"

// What is never printed (persons, telephones, addresses).
var (
	contactBrackets = regexp.MustCompile(`[（(][^（()）]*(?:联系人|联系电话|联系方式|电话|手机)[^（()）]*[）)]`)
	contactClause   = regexp.MustCompile(`(?:联系人|经办人|填报人|负责人)[:：]\s*\p{Han}{2,4}`)
	phoneClause     = regexp.MustCompile(`(?:联系电话|联系方式|电话|手机号?)[:：]?\s*[\d][\d\- ]{5,}\d`)
	identityNumber  = regexp.MustCompile(`\d{17}[\dXx]`)
	mobileNumber    = regexp.MustCompile(`1[3-9]\d{9}`)
	fixedNumber     = regexp.MustCompile(`0\d{2,3}-\d{7,8}`)
	doorNumber      = regexp.MustCompile(`(?:\d+(?:号楼|号|弄|幢|栋|单元|室)){2,}`)
	residentName    = regexp.MustCompile(`(居民|村民|业主|住户)[` + surnames + `]\p{Han}{1,2}(反映|投诉|不同意|拒绝|认为|要求|诉求|阻挠|等)`)
	titledPerson    = regexp.MustCompile(`[` + surnames + `]\p{Han}{0,2}?副?(?:市长|县长|局长|主任|书记|处长|科长|部长)`)
	emptyMarks      = regexp.MustCompile(`[，、；]+([，。；、）])`)
)

// reported is a text from a report as it may be printed: on one line, in
// simplified script, without persons, telephones and addresses, and without a
// closing mark.
func (d *draft) reported(st *ledger.Standing, s string) string {
	s = strings.Join(strings.FieldsFunc(d.simple(s), func(r rune) bool { return r == '\n' || r == '\r' }), "；")
	s = contactBrackets.ReplaceAllString(s, "")
	s = phoneClause.ReplaceAllString(s, "")
	s = contactClause.ReplaceAllString(s, "")
	for _, secret := range []*regexp.Regexp{identityNumber, fixedNumber, mobileNumber, doorNumber} {
		s = secret.ReplaceAllString(s, "")
	}
	s = residentName.ReplaceAllString(s, "$1$2")
	for _, leader := range st.Project.Names(ledger.Leader) {
		s = strings.ReplaceAll(s, d.simple(leader), "分管领导")
	}
	s = withoutTitledPersons(s)
	s = emptyMarks.ReplaceAllString(s, "$1")
	return strings.Trim(s, " 　\t，。；、：;,.")
}

// withoutTitledPersons replaces 张副市长 by 有关负责同志, but leaves words
// that only begin like a title: 城市长期.
func withoutTitledPersons(s string) string {
	var b strings.Builder
	for {
		at := titledPerson.FindStringIndex(s)
		if at == nil {
			return b.String() + s
		}
		next, _ := utf8.DecodeRuneInString(s[at[1]:])
		b.WriteString(s[:at[0]])
		if strings.ContainsRune("期效远度廊江线途足城办", next) {
			b.WriteString(s[at[0]:at[1]])
		} else {
			b.WriteString("有关负责同志")
		}
		s = s[at[1]:]
	}
}
