package web

import (
	"net/url"
	"testing"
)

func TestASlipThatIsRefusedKeepsWhatWasTyped(t *testing.T) {
	page := answer(t, post("/bulletins/3/slip", url.Values{"number": {"5"}, "secrecy": {"很秘密"}, "copies": {"30"}}), 400)
	wants(t, page, `value="很秘密"`, `value="5"`, `value="30"`, `id="wrong-secrecy"`)
	page = answer(t, post("/bulletins/3/slip", url.Values{"copies": {"三十"}}), 400)
	wants(t, page, `value="三十"`, `id="wrong-copies"`)
	answer(t, post("/bulletins/3/slip", url.Values{"number": {"5"}, "copies": {"30"}}), 303)
}
