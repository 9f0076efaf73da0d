"""The documentation page, from our own copy of Swagger UI: nothing is fetched from elsewhere."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.web.page import render

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    return render(request, "shared/api_docs.html", description="/api/v1/openapi.json")
