"""Small pages on things, for other pages to show."""

from urllib.parse import quote

from flask.testing import FlaskClient


def test_a_preview_is_a_small_page_that_others_may_frame(published: FlaskClient) -> None:
    answer = published.get("/reconcile/preview?id=" + quote("law/patent-law", safe=""))
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert 'href="../law/patent-law"' in answer.text
    assert "中华人民共和国专利法" in answer.text
    assert "<script" not in answer.text
    assert len(answer.data) < 4096


def test_where_there_is_no_such_thing_a_browser_gets_a_page_that_may_be_framed_too(published: FlaskClient) -> None:
    answer = published.get("/reconcile/preview?id=%3Cscript%3E", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "There is no thing" in answer.text
    assert "<script" not in answer.text
    assert "<a" not in answer.text


def test_what_has_no_name_is_called_by_what_it_is(published: FlaskClient) -> None:
    answer = published.get("/reconcile/preview?id=outcome/cn-2009/I-1-1-1")
    assert "<title>Outcome cn-2009/I-1-1-1" in answer.text
