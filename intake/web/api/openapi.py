"""The description of the API for programs, complete with every refusal."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from intake.web.api.problems import Problem

DESCRIPTION = """\
Gửi và theo dõi phản ánh, kiến nghị từ hệ thống khác. Không cần tài khoản.

Gửi phản ánh thì nhận ngay **mã hồ sơ** (`code`) và **mã bí mật** (`key`). Mã hồ sơ không bí mật; ai giữ mã bí mật
thì đọc được hồ sơ, nên chỉ đưa cho người gửi. Mọi lời từ chối là `application/problem+json` với `code` không đổi
và câu tiếng Việt ở `detail`. Thời điểm ghi theo UTC.
"""

TAGS = [
    {"name": "feedback", "description": "Phản ánh, kiến nghị và hồ sơ của nó"},
    {"name": "uploads", "description": "Tệp kèm theo"},
    {"name": "departments", "description": "Cơ quan, đơn vị"},
]


def install(app: FastAPI) -> None:
    """Give the application a description that knows the shape of our problems."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the way FastAPI documents for extending it


def _describe(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    schema["servers"] = [{"url": "/api/v1"}]
    schemas: dict[str, Any] = schema.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    return schema
